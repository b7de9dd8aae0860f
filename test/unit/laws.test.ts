import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as laws from '../laws.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));
const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(`${folder}${path}`, 'utf8'));

describe('the laws of paging', () => {
  it('are seven', () => {
    const numbers = Object.values(laws).map(({ title }) => /^law (\d),/.exec(title)?.[1]);
    expect([...new Set(numbers)]).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it.each(Object.entries(laws))('have a test that cites %s', (name, { title, text }) => {
    expect(
      tests.filter((test) => test.includes(`\${${name}.title}`) || test.includes(`(${name}.title,`)),
    ).not.toEqual([]);
    expect([title, text]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('are named in no other words', () => {
    const own = tests.flatMap((test) => test.match(/describe\W[^\n]*\blaws? \d[^\n]*/g) ?? []);
    expect(own).toEqual([]);
  });
});
