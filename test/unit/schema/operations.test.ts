import { readdirSync, readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/schema/schema.ts';
import { fillInDates } from '../../../src/server/graphiql.ts';

const folder = new URL('../../../schema/operations/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const variablesOf = (name: string) => read(name.replace('.graphql', '.variables.json'));

describe('the stored operations', () => {
  it.each(files)('%s is valid, named, says what it is for, and has variables for a first try', (name) => {
    const text = read(name);
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    expect(document.definitions).toHaveLength(1);
    expect(document.definitions[0]).toMatchObject({ kind: 'OperationDefinition', name: { kind: 'Name' } });
    expect(text).toMatch(/^# [A-Z]/);
    const [definition] = document.definitions;
    const declared = definition?.kind === 'OperationDefinition' ? (definition.variableDefinitions ?? []) : [];
    const given = Object.keys(JSON.parse(fillInDates(variablesOf(name), Date.now())));
    expect(declared.map(({ variable }) => variable.name.value)).toEqual(expect.arrayContaining(given));
  });

  it.each(files)(
    '%s and its variables can be read in GraphiQL at 1440 pixels without scrolling sideways',
    (name) => {
      for (const line of [...read(name).split('\n'), ...variablesOf(name).split('\n')]) {
        expect(line.length, line).toBeLessThanOrEqual(58);
      }
    },
  );

  it('holds no date that would go stale: yesterday and today are filled in, in UTC, over the ends of months and years', () => {
    for (const name of files) expect(variablesOf(name)).not.toMatch(/\d{4}-\d\d-\d\d/);
    const day = '"{{yesterday}}T00:00:00Z" "{{today}}T00:00:00Z" "{{today}}" {{other}}';
    for (const [now, yesterday, today] of [
      ['2026-01-19T09:15:46Z', '2026-01-18', '2026-01-19'],
      ['2026-01-01T00:00:00Z', '2025-12-31', '2026-01-01'],
      ['2028-02-29T23:59:59Z', '2028-02-28', '2028-02-29'],
      ['2028-03-01T12:00:00Z', '2028-02-29', '2028-03-01'],
    ] as const) {
      expect(fillInDates(day, Date.parse(now))).toBe(
        `"${yesterday}T00:00:00Z" "${today}T00:00:00Z" "${today}" {{other}}`,
      );
    }
  });
});
