import { readdirSync, readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/schema/schema.ts';

const folder = new URL('../../../schema/operations/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

describe('the stored operations', () => {
  it.each(files)('%s is valid, named, and has variables for a first try', (name) => {
    const document = parse(readFileSync(new URL(name, folder), 'utf8'));
    expect(validate(schema, document)).toEqual([]);
    expect(document.definitions).toHaveLength(1);
    expect(document.definitions[0]).toMatchObject({ kind: 'OperationDefinition', name: { kind: 'Name' } });
    const variables = readFileSync(new URL(name.replace('.graphql', '.variables.json'), folder), 'utf8');
    expect(JSON.parse(variables)).toBeTypeOf('object');
  });
});
