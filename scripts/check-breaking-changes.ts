import { readFile } from 'node:fs/promises';
import { unannouncedBreakingChanges } from './breaking-changes.ts';

/** Part of `npm run check`: what clients rely on may change, but never in silence. */
const read = (name: string) => readFile(new URL(`../schema/${name}`, import.meta.url), 'utf8');
const changes = await unannouncedBreakingChanges(
  await read('released.graphql'),
  await read('schema.graphql'),
  await read('CHANGELOG.md'),
);
if (changes.length > 0) {
  process.stderr.write(
    `These changes break clients. Take them back, or name them under "Unreleased" in schema/CHANGELOG.md:\n${changes.join('\n')}\n`,
  );
  process.exit(1);
}
