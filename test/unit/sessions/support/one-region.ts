import fc from 'fast-check';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import type { SessionRecord } from '../../../../src/ecs/record.ts';
import { ModelUpstream, session, type TokenKind } from './model.ts';

/** A list of one region, on which most laws can be seen. */
export const regionId = parseRegionId('cn-hangzhou');
export const query = { regionIds: [regionId] };
export const tokens = fc.constantFrom<TokenKind>('anchor', 'offset');

/** Newest first, a minute apart. */
export function upstreamOf(records: number, kind: TokenKind = 'anchor'): ModelUpstream {
  const upstream = new ModelUpstream([
    { regionId, records: Array.from({ length: records }, (_, index) => record(records - index)) },
  ]);
  upstream.tokens = kind;
  return upstream;
}

export function record(minute: number): SessionRecord {
  return session(regionId, {
    SessionId: `s-${minute}`,
    CreationTime: new Date(minute * 60_000).toISOString(),
  });
}

/** The region's records, to be changed as a test needs. */
export function listed(upstream: ModelUpstream): SessionRecord[] {
  return upstream.regions.get(regionId)?.records ?? [];
}
