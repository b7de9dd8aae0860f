import type { JsonObject } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import type { Context } from './context.ts';

/** What the builder knows of our types at compile time. */
export interface SchemaTypes {
  Context: Context;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    IP: { Input: string; Output: string };
    Port: { Input: number; Output: number };
    JSONObject: { Input: JsonObject; Output: JsonObject };
    RegionId: { Input: RegionId; Output: RegionId };
  };
}
