import type { JsonObject, Moment } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import type { Context } from './context.ts';

/** What the builder knows of our types at compile time. */
export interface SchemaTypes {
  Context: Context;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** Where each key names one object of the type, in the words of Apollo Federation. */
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
