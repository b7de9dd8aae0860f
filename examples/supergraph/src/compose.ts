import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { Subgraph } from './subgraphs.ts';

/** The supergraph's SDL. Throws with all that is wrong where the subgraphs do not fit together. */
export function composeSupergraph(subgraphs: readonly Subgraph[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
