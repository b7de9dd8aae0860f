import type { JsonObject, Moment } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import type { Loaders } from '../sessions/loaders.ts';

/**
 * Writes an audit line that says what is about to be changed, and for whom. What it names is changed only after it has
 * returned.
 *
 * @param fields what is changed, such as the ids of a session; no token, and no cursor
 * @throws where the line cannot be written: then nothing may be changed
 */
export type AnnounceChange = (fields: Readonly<Record<string, string>>) => void;

/** What every resolver gets: made by gateway.ts for each request. */
export interface Context {
  loaders: Loaders;
  /** Writes a line about what is going to be changed, before it is changed. */
  announceChange: AnnounceChange;
  /** Returns the printed SDL of the subgraph, its types without a prefix. */
  subgraphSdl: () => string;
}

/** The types that the builder checks ours against at compile time. */
export interface SchemaTypes {
  Context: Context;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** Apollo Federation's: the fields that name one object of a type; types that several subgraphs may define. */
  Directives: {
    key: { locations: 'OBJECT'; args: { fields: string } };
    shareable: { locations: 'OBJECT'; args: Record<never, never> };
  };
  /**
   * The parts of the schema that are printed. `Api`: what clients ask. `Subgraph`: what a supergraph composes, which is
   * the same without `node` and `nodes`, since two subgraphs may not both own them.
   */
  SubGraphs: 'Api' | 'Subgraph';
  Scalars: {
    _Any: { Input: JsonObject; Output: JsonObject };
    DateTime: { Input: Date; Output: Moment };
    IP: { Input: string; Output: string };
    Port: { Input: number; Output: number };
    JSONObject: { Input: JsonObject; Output: JsonObject };
    RegionId: { Input: RegionId; Output: RegionId };
  };
}
