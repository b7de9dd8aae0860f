import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { type Listening, listen } from '../listen.ts';
import { inventorySdl } from '../subgraphs.ts';
import { resolvers } from './resolvers.ts';

/** The second subgraph: who answers for which machine. */
export function startInventory(port = 0): Promise<Listening> {
  const schema = buildSubgraphSchema({ typeDefs: parse(inventorySdl), resolvers });
  return listen(createServer(createYoga({ schema, logging: 'warn' })), port);
}
