import type { Listening } from '../listen.ts';
import type { Subgraph } from '../subgraphs.ts';

/** Starts one way of putting subgraphs together. The caller's Authorization header goes on to every subgraph. */
export type StartRouter = (subgraphs: readonly Subgraph[], port?: number) => Promise<Listening>;
