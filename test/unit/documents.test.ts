import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = readdirSync(root).filter((name) => name.endsWith('.md'));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(`${root}${page}`, 'utf8');

  it('names no test that is not there', () => {
    const named = text.match(/\btest\/[\w/-]+(\.\w+)+/g) ?? [];
    expect(named.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });
});

it('SECURITY.md names a test for each of its promises', () => {
  const rows = readFileSync(`${root}SECURITY.md`, 'utf8').match(/^\|.*\|$/gm) ?? [];
  const promises = rows.slice(2);
  expect(promises.length).toBeGreaterThan(20);
  for (const promise of promises) expect(promise).toMatch(/`test\/[^`]+`\S*[^|]*\|$/);
});
