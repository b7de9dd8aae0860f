import { readFileSync } from 'node:fs';

/** One part of the supergraph. */
export interface Subgraph {
  name: string;
  url: string;
  sdl: string;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** What the gateway's package carries as `ecs-session-gateway/schema/subgraph.graphql`. */
export const sessionsSdl = read('../../../schema/subgraph.graphql');
export const inventorySdl = read('inventory/schema.graphql');

/** The company's two subgraphs. */
export function subgraphsAt(urls: { sessions: string; inventory: string }): Subgraph[] {
  return [
    { name: 'sessions', url: urls.sessions, sdl: sessionsSdl },
    { name: 'inventory', url: urls.inventory, sdl: inventorySdl },
  ];
}
