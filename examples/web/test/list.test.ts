import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, isActive, sessionsOf } from './fleet.ts';
import { hasNoBrowser, layers, type Site, startSite } from './site.ts';

const region = 'cn-beijing';

describe.skipIf(hasNoBrowser).each(layers)('the list over %s', (layer) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  beforeEach(() => site.reset());
  afterAll(() => site?.close());

  const fleet = () => sessionsOf(site.emulator.fleet, region);

  it('loads every record once by scrolling, and each page with one call', async () => {
    const page = await site.open(layer, { region, pageSize: '20' });
    await page.isLoaded();
    expect((await page.sessionIds()).length).toBeLessThan(fleet().length);
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(idsOf(fleet()));
    expect(site.emulator.callsTo('DescribeTerminalSessions')).toBe(fleet().length / 20);
  });

  it('filters by several users', async () => {
    const users = ['root', 'Administrator'];
    const expected = fleet().filter(({ user }) => users.includes(user));
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(fleet().length);

    const page = await site.open(layer, { region });
    await page.isLoaded();
    await page.filterByUsers(users.join(', '));
    await expect.poll(async () => (await page.sessionIds())[0]).toBe(idsOf(expected)[0]);
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(idsOf(expected));
  });

  it('filters by the status of any connection', async () => {
    const expected = fleet().filter(({ connections }) =>
      connections.some(({ status }) => status === 'Failed'),
    );
    expect(expected.length).toBeGreaterThan(0);

    const page = await site.open(layer, { region });
    await page.isLoaded();
    await page.filterByStatus('FAILED');
    await expect.poll(async () => (await page.sessionIds())[0]).toBe(idsOf(expected)[0]);
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(idsOf(expected));
  });

  it('shows who is active now, and whoever comes while it is open', async () => {
    const active = fleet().filter(isActive);
    expect(active.length).toBeGreaterThan(0);

    const page = await site.open(layer, { region });
    await page.isLoaded();
    await page.toggleActive();
    await expect.poll(() => page.sessionIds()).toEqual(idsOf(active));

    const sessionId = `s-bj-came-late-${layer}`;
    site.emulator.arrive(region, {
      SessionId: sessionId,
      Username: 'root',
      CreationTime: '2026-01-19T09:15:40Z',
      Connections: { Connection: [{ InstanceId: 'i-2ze0late', Status: 'Connected' }] },
    });
    await expect.poll(() => page.sessionIds(), { timeout: 20_000 }).toEqual([sessionId, ...idsOf(active)]);
  });
});
