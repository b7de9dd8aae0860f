import '@pothos/plugin-federation';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { graphql, lexicographicSortSchema, parse, print, printSchema } from 'graphql';
import { builder } from '../src/schema/builder.ts';
import '../src/schema/schema.ts';
import { prefixDocument, prefixTypes } from '../src/schema/federation/type-prefix.ts';

/*
 * `npm run schema` prints into schema/ what clients and supergraphs read; with --check it writes nothing, and fails if the
 * files there differ. `npm run schema -- --prefix Ecs --out <folder>` prints the schema that SCHEMA_TYPE_PREFIX=Ecs serves.
 */
const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    prefix: { type: 'string', default: '' },
    out: { type: 'string', default: new URL('../schema', import.meta.url).pathname },
  },
});
if (values.prefix !== '' && values.out.endsWith('/schema')) {
  throw new Error('With --prefix, --out must name another folder: schema/ holds the schema without one.');
}

const head = '# Made by `npm run schema`; change src/schema instead.\n\n';
const api = prefixTypes(builder.toSchema({ subGraph: 'Api' }), values.prefix);
const files = {
  'schema.graphql': `${head}${printSchema(lexicographicSortSchema(api))}\n`,
  'subgraph.graphql': prefixDocument(`${head}${await subgraphSdl()}`, api),
  'persisted-operations.json': `${JSON.stringify(await persistedOperations(), null, 2)}\n`,
};

await mkdir(values.out, { recursive: true });
for (const [name, printed] of Object.entries(files)) {
  const file = `${values.out}/${name}`;
  if (!values.check) await writeFile(file, printed);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
    process.stderr.write(`schema/${name} is not what src/schema says; run: npm run schema\n`);
    process.exitCode = 1;
  }
}

/** What a supergraph composes, as Apollo's own printer writes it. */
async function subgraphSdl(): Promise<string> {
  const subgraph = builder.toSubGraphSchema({
    subGraph: 'Subgraph',
    linkUrl: 'https://specs.apollo.dev/federation/v2.3',
    federationDirectives: ['@key', '@shareable'],
  });
  const { data, errors } = await graphql({ schema: subgraph, source: '{ _service { sdl } }' });
  if (errors?.[0]) throw errors[0];
  const service = Object(data)._service;
  return `${service.sdl}\n`;
}

/** SHA-256 (hexadecimal) of each stored operation, as graphql-js prints it → the operation. */
async function persistedOperations(): Promise<Record<string, string>> {
  const folder = new URL('../schema/operations/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  const entries = files.map(async (name) => {
    const text = print(parse(await readFile(new URL(name, folder), 'utf8')));
    return [createHash('sha256').update(text).digest('hex'), text];
  });
  return Object.fromEntries(await Promise.all(entries));
}
