import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesMeanwhile, onceEach, opaqueCursors } from '../laws.ts';
import { list, type Pair, pick, startPair } from './support/gateway.ts';

/** Follows endCursor over HTTP; gives the session ids, page by page. */
async function walk(pair: Pair, regionIds: string[], first: number, filter?: object): Promise<string[][]> {
  const query = `query ($regionIds: [RegionId!]!, $first: Int, $after: String, $filter: SessionFilter) {
    sessions(regionIds: $regionIds, first: $first, after: $after, filter: $filter) {
      __typename
      ... on SessionConnection { nodes { regionId sessionId creationTime } pageInfo { hasNextPage endCursor } }
    } }`;
  const pages: string[][] = [];
  let after: unknown = null;
  do {
    const { data } = await pair.ask(query, { regionIds, first, after, filter });
    pages.push(
      list(data, 'sessions.nodes').map((node) => `${pick(node, 'regionId')}/${pick(node, 'sessionId')}`),
    );
    after = pick(data, 'sessions.pageInfo.hasNextPage') ? pick(data, 'sessions.pageInfo.endCursor') : null;
  } while (after !== null);
  return pages;
}

function idsOf(pair: Pair, regionId: string): string[] {
  const region = pair.emulator.fleet.regions.find((region) => region.regionId === regionId);
  return (region?.sessions ?? []).map((session) => `${regionId}/${session.SessionId}`);
}

const kinds = ['anchor', 'offset'] as const;

describe.each(kinds)(`${onceEach.title}: a walk over HTTP, tokens by %s`, (tokens) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({}, { tokens });
  });
  afterAll(() => pair.close());

  it('sees each of 1,000 records once, in order, at one call a page', async () => {
    pair.emulator.clearCalls();
    const pages = await walk(pair, ['cn-hangzhou'], 100);
    expect(pages.flat()).toEqual(idsOf(pair, 'cn-hangzhou'));
    expect(pair.emulator.callsTo('DescribeTerminalSessions')).toBe(pages.length);
  });

  it('sees each record of six regions once, newest first', async () => {
    const regions = pair.emulator.fleet.regions.map(({ regionId }) => regionId);
    const pages = await walk(pair, regions, 100);
    expect(pages.flat().sort()).toEqual(regions.flatMap((regionId) => idsOf(pair, regionId)).sort());
  });

  it('sees each live session once with a filter', async () => {
    const live = pair.emulator.fleet.regions.flatMap(({ regionId, sessions }) =>
      sessions
        .filter((session) =>
          list(session, 'Connections.Connection').some((c) =>
            ['Connecting', 'Connected'].includes(String(pick(c, 'Status'))),
          ),
        )
        .map((session) => `${regionId}/${session.SessionId}`),
    );
    const regions = pair.emulator.fleet.regions.map(({ regionId }) => regionId);
    const pages = await walk(pair, regions, 7, { active: true });
    expect(live.length).toBeGreaterThan(0);
    expect(pages.flat().sort()).toEqual(live.sort());
  });

  it('walks through empty pages that carry a token', async () => {
    const remove = pair.emulator.misbehave({ kind: 'empty-pages', count: 4 });
    const pages = await walk(pair, ['cn-shanghai'], 50);
    remove();
    expect(pages.flat()).toEqual(idsOf(pair, 'cn-shanghai'));
  });

  describe(changesMeanwhile.title, () => {
    it('is not disturbed by records that arrive meanwhile', async () => {
      const before = idsOf(pair, 'cn-beijing');
      let n = 0;
      const make = () => ({ SessionId: `s-new${++n}`, CreationTime: new Date().toISOString() });
      const remove = pair.emulator.misbehave({ kind: 'arrivals', make });
      const pages = await walk(pair, ['cn-beijing'], 20);
      remove();
      expect(n).toBeGreaterThan(0);
      expect(pages.flat()).toEqual(before);
    });
  });
});

describe.each(kinds)(`${onceEach.title}: records that look alike, tokens by %s`, (tokens) => {
  /** Two of one id apart, two side by side, two that are equal to the letter and have no id; all of one second. */
  const sessions = ['s-1', 's-2', 's-1', 's-3', 's-3', '', 's-4', '', '', 's-1'].map((SessionId) => ({
    ...(SessionId && { SessionId }),
    CreationTime: '2026-01-19T09:15:46Z',
    Connections: { Connection: [] },
  }));
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({}, { tokens });
    for (const id of ['us-west-1', 'eu-central-1']) {
      const region = pair.emulator.fleet.regions.find(({ regionId }) => regionId === id);
      region?.sessions.splice(0, region.sessions.length, ...sessions);
    }
  });
  afterAll(() => pair.close());

  it.each([1, 2, 3, 4, 100])('are each served once, %i a page', async (first) => {
    for (const regions of [['us-west-1'], ['us-west-1', 'eu-central-1']]) {
      const walked = (await walk(pair, regions, first)).flat();
      for (const region of regions) {
        const ofRegion = walked.filter((id) => id.startsWith(`${region}/`));
        expect(ofRegion).toEqual(sessions.map(({ SessionId = '' }) => `${region}/${SessionId}`));
      }
      expect(walked).toHaveLength(regions.length * sessions.length);
    }
  });
});

describe(`${onceEach.title}: a poll of the end`, () => {
  it.each([
    ['one region', ['us-west-1'], undefined],
    ['several', ['us-west-1', 'eu-central-1'], undefined],
    ['a filter', ['us-west-1'], { createdAfter: '2000-01-01T00:00:00Z' }],
  ])('keeps its place: %s', async (_what, regionIds, filter) => {
    const pair = await startPair();
    const query = `query ($regionIds: [RegionId!]!, $after: String, $filter: SessionFilter) {
      sessions(regionIds: $regionIds, first: 100, after: $after, filter: $filter) {
        ... on SessionConnection { edges { cursor } pageInfo { hasNextPage endCursor } } } }`;
    const { data } = await pair.ask(query, { regionIds, filter });
    for (const after of [
      pick(data, 'sessions.pageInfo.endCursor'),
      pick(list(data, 'sessions.edges').at(-1), 'cursor'),
    ]) {
      for (let poll = 0; poll < 3; poll++) {
        const answer = await pair.ask(query, { regionIds, after, filter });
        expect(pick(answer.data, 'sessions')).toEqual({
          edges: [],
          pageInfo: { hasNextPage: false, endCursor: after },
        });
        pair.emulator.arrive('us-west-1', {
          SessionId: `s-new-${poll}`,
          CreationTime: '2026-02-01T00:00:00Z',
        });
      }
    }
    await pair.close();
  });
});

describe(`${opaqueCursors.title}: an expired token`, () => {
  it('is an InvalidNextTokenError', async () => {
    const pair = await startPair();
    const { data } = await pair.ask(
      '{ region(regionId: "cn-hangzhou") { sessions { pageInfo { endCursor } } } }',
    );
    const after = pick(data, 'region.sessions.pageInfo.endCursor');
    pair.emulator.misbehave({ kind: 'expired-token' });
    const query = `query ($after: String) {
      sessions(regionIds: ["cn-hangzhou"], after: $after) { __typename ... on GatewayError { code upstreamCode retryable } }
      region(regionId: "cn-hangzhou") { sessions(after: $after) { nodes { id } } } }`;
    const answer = await pair.ask(query, { after });
    const code = { code: 'INVALID_NEXT_TOKEN', upstreamCode: 'InvalidParameter.NextToken', retryable: false };
    expect(answer.data).toEqual({
      sessions: { __typename: 'InvalidNextTokenError', ...code },
      region: { sessions: null },
    });
    expect(answer.errors).toMatchObject([{ path: ['region', 'sessions'], extensions: code }]);
    await pair.close();
  });
});
