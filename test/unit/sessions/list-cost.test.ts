import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { RegionNotFoundError, ThrottledError } from '../../../src/ecs/errors.ts';
import { ModelUpstream, session } from './support/model.ts';
import { listSessions } from './support/own-account.ts';
import { walk } from './support/walk.ts';

const names = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'ap-southeast-1', 'eu-central-1'].map(
  parseRegionId,
);

describe('what a list costs', () => {
  const records = (regionId: string, count: number, status = 'Terminated') =>
    Array.from({ length: count }, (_, index) =>
      session(regionId, {
        SessionId: `s-${index}`,
        CreationTime: new Date((count - index) * 60_000).toISOString(),
        Connections: { Connection: [{ Status: status }] },
      }),
    );
  const upstreamOf = (count: number) =>
    new ModelUpstream(names.map((regionId) => ({ regionId, records: records(regionId, count) })));

  it('R calls for the first page of R regions, and one more for each that was drained', async () => {
    const upstream = upstreamOf(40);
    await listSessions(upstream.fetchPage, { regionIds: names }, { first: 20 });
    expect(upstream.calls).toHaveLength(names.length);
  });

  it('at most one call a region for the page behind endCursor, where none is drained', async () => {
    const upstream = upstreamOf(40);
    const page = await listSessions(upstream.fetchPage, { regionIds: names }, { first: 20 });
    upstream.calls.length = 0;
    await listSessions(
      upstream.fetchPage,
      { regionIds: names },
      { first: 15, after: page.pageInfo.endCursor },
    );
    expect(upstream.calls).toHaveLength(names.length);
  });

  it('at most 10 calls beyond the first of each region with a filter; then a short page goes on', async () => {
    const upstream = upstreamOf(3000);
    const query = { regionIds: names, filter: { active: true } };
    const page = await listSessions(upstream.fetchPage, query, {});
    expect(upstream.calls).toHaveLength(names.length + 10);
    expect(upstream.calls.every((call) => call.maxResults === 100)).toBe(true);
    expect(page.edges).toEqual([]);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(page.pageInfo.endCursor).not.toBeNull();
    expect(await walk(upstream.fetchPage, query, [10])).toEqual([]);
  });

  it.each(['principalIds', 'usernames', 'clientIps', 'identityTypes', 'statuses', 'closedReasons'])(
    'nothing for an empty list of %s',
    async (field) => {
      const upstream = upstreamOf(10);
      const filter = { [field]: [] };
      const page = await listSessions(upstream.fetchPage, { regionIds: names, filter }, {});
      expect(page.nodes).toEqual([]);
      expect(page.pageInfo).toMatchObject({ hasNextPage: false, endCursor: null });
      expect(upstream.calls).toEqual([]);
    },
  );

  it.each([
    [2, 1],
    [2, 2],
  ])('nothing for a range from %i to %i, which is refused', async (after, before) => {
    const upstream = upstreamOf(10);
    const filter = { createdAfter: new Date(after), createdBefore: new Date(before) };
    const list = listSessions(upstream.fetchPage, { regionIds: names, filter }, {});
    await expect(list).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(upstream.calls).toEqual([]);
  });

  it('nothing for more than 50 regions, but for 50 a call each', async () => {
    const upstream = upstreamOf(10);
    const many = Array.from({ length: 51 }, (_, index) => parseRegionId(`cn-test-${index}`));
    const list = listSessions(upstream.fetchPage, { regionIds: many }, {});
    await expect(list).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/50 regions of accounts at most.*over 51/),
    });
    expect(upstream.calls).toEqual([]);
    const fifty = [...many.slice(0, 50), ...many.slice(0, 50)];
    await listSessions(upstream.fetchPage, { regionIds: fifty }, {});
    expect(upstream.calls).toHaveLength(50);
  });

  it('asks the regions at the same time', async () => {
    const upstream = upstreamOf(10);
    let waiting = 0;
    let most = 0;
    const slow = async (query: Parameters<typeof upstream.fetchPage>[0]) => {
      most = Math.max(most, ++waiting);
      await new Promise((resolve) => setTimeout(resolve, 5));
      waiting -= 1;
      return upstream.fetchPage(query);
    };
    await listSessions(slow, { regionIds: names }, {});
    expect(most).toBe(names.length);
  });
});

describe('a failing region', () => {
  const upstream = new ModelUpstream(
    names.map((regionId) => ({ regionId, records: [session(regionId, { SessionId: 's' })] })),
  );
  const failing = (error: Error) => async (query: Parameters<typeof upstream.fetchPage>[0]) => {
    if (query.regionId === names[2]) throw error;
    return upstream.fetchPage(query);
  };

  it('fails the whole list: a silently shorter audit list would be a lie', async () => {
    const list = listSessions(failing(new ThrottledError(30)), { regionIds: names }, {});
    await expect(list).rejects.toThrow(ThrottledError);
  });

  it('counts as empty among several where it has no Session Manager, but not alone', async () => {
    const region = names[2] ?? parseRegionId('cn-beijing');
    const unsupported = failing(
      new RegionNotFoundError(region, { upstreamCode: 'RegionId.ApiNotSupported' }),
    );
    const page = await listSessions(unsupported, { regionIds: names }, {});
    expect(page.nodes.map(({ regionId }) => regionId).sort()).toEqual(
      names.filter((id) => id !== region).sort(),
    );
    await expect(listSessions(unsupported, { regionIds: [region] }, {})).rejects.toThrow(RegionNotFoundError);
    const unknown = failing(new RegionNotFoundError(region, { upstreamCode: 'InvalidRegionId.NotFound' }));
    await expect(listSessions(unknown, { regionIds: names }, {})).rejects.toThrow(RegionNotFoundError);
  });
});
