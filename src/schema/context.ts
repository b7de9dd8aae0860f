import type { Loaders } from '../sessions/loaders.ts';

/** What every resolver gets. */
export interface Context {
  loaders: Loaders;
  /** The printed SDL of the subgraph, its types without a prefix. */
  subgraphSdl: () => string;
}
