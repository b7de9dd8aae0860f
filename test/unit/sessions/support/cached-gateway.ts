import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { createCachedApi } from '../../../../src/ecs/cache/cached-api.ts';
import type { UpstreamPage } from '../../../../src/ecs/page-query.ts';
import type { PageArguments } from '../../../../src/sessions/list-sessions.ts';
import { createLoaders, type SessionsArguments as ListQuery } from '../../../../src/sessions/loaders.ts';
import { noNotes } from '../../../../src/sessions/notes.ts';
import type { SessionPage } from '../../../../src/sessions/session-page.ts';
import { type ModelRegion, ModelUpstream, session, type TokenKind } from './model.ts';
import { ownDirectory, unusedCalls } from './own-account.ts';
import { ids } from './walk.ts';

export const thirty = Array.from({ length: 30 }, (_, index) => parseRegionId(`cn-test-${index}`));
export const minuteMs = 60_000;

/** Records of a region, newest first, at these seconds. */
export function regionOf(index: number, seconds: readonly number[]): ModelRegion {
  const regionId = thirty[index] ?? parseRegionId('cn-hangzhou');
  const newestFirst = [...seconds].sort((a, b) => b - a);
  return {
    regionId,
    records: newestFirst.map((second, n) =>
      session(regionId, {
        SessionId: `s-${index}-${n}`,
        CreationTime: new Date(second * 1000).toISOString(),
        Connections: { Connection: [{ Status: n % 50 === 0 ? 'Connected' : 'Terminated' }] },
      }),
    ),
  };
}

/** The model behind a cache, one set of loaders a request, and a clock that a test moves. */
export class CachedGateway {
  now = 0;
  /** How long a call takes; calls at the same time take as long as one. */
  latencyMs = 0;
  readonly upstream: ModelUpstream;
  readonly #api;
  #lastCallAt = -1;

  constructor(
    regions: readonly ModelRegion[],
    kind: TokenKind,
    options: { ttlMs?: number; behindCursorMs?: number; staleIfErrorMs?: number } = {},
  ) {
    this.upstream = new ModelUpstream(regions);
    this.upstream.tokens = kind;
    this.#api = createCachedApi(
      {
        ...unusedCalls,
        terminalSessions: async (query): Promise<UpstreamPage> => {
          const page = await this.upstream.fetchPage(query);
          this.#lastCallAt = this.now;
          return page;
        },
      },
      { ttlMs: 2000, behindCursorMs: minuteMs, maxBytes: 1e8, now: () => this.now, ...options },
    );
  }

  get calls(): number {
    return this.upstream.calls.length;
  }

  async ask(query: ListQuery, page: PageArguments): Promise<{ page: SessionPage; cachedMs: number }> {
    const notes = noNotes();
    const answer = await createLoaders({ api: this.#api, directory: ownDirectory }, { notes }).sessions(
      query,
      page,
    );
    if (this.#lastCallAt === this.now) this.now += this.latencyMs;
    this.now += 1;
    return { page: answer, cachedMs: notes.usage.cachedMs };
  }

  session(regionId: (typeof thirty)[number], identity: string) {
    return createLoaders({ api: this.#api, directory: ownDirectory }).session({
      accountKey: ownAccountKey,
      regionId,
      identity,
    });
  }

  async walk(query: ListQuery, sizes: readonly number[], onPage = () => {}): Promise<string[]> {
    const walked: string[] = [];
    let after: string | null = null;
    for (let n = 0; ; n++) {
      const { page } = await this.ask(query, { first: sizes[n % sizes.length], after });
      walked.push(...ids(page.nodes));
      if (!page.pageInfo.hasNextPage) return walked;
      after = page.pageInfo.endCursor;
      onPage();
    }
  }
}

/** The list of all these regions. */
export const all = (regions: readonly ModelRegion[]) => ({
  regionIds: regions.map(({ regionId }) => regionId),
});

/** Moments of four weeks, made from a seed: shrinking 30,000 numbers one by one would take for ever. */
export function spread(count: number, crowd: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % (2 ** 31 - 1);
    return Math.floor((state / 2 ** 31) ** crowd * 28 * 86_400);
  });
}
