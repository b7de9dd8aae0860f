import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '../src/schema/schema.ts';

/*
 * `npm run schema` prints the schema into schema/schema.graphql; with --check it only tells whether that file is what
 * it would print.
 */
const file = new URL('../schema/schema.graphql', import.meta.url);
const printed = `# Made by \`npm run schema\`; change src/schema instead.\n${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== printed) {
    process.stderr.write('schema/schema.graphql is not what src/schema says; run: npm run schema\n');
    process.exit(1);
  }
} else {
  await writeFile(file, printed);
}
