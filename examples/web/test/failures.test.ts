import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, sessionsOf } from './fleet.ts';
import { hasNoBrowser, layers, type Site, startSite } from './site.ts';

const region = 'cn-beijing';
const action = 'DescribeTerminalSessions';

describe.skipIf(hasNoBrowser).each(layers)('failures over %s', (layer) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  beforeEach(() => site.reset());
  afterAll(() => site?.close());

  const fleetIds = () => idsOf(sessionsOf(site.emulator.fleet, region));

  it('a dead cursor recovers by itself from the first page', async () => {
    const page = await site.open(layer, { region, pageSize: '30' });
    await page.isLoaded();
    site.emulator.misbehave({ kind: 'expired-token', times: 1 });
    await page.scroll();
    await page.notice.getByText('started again from the first page').waitFor();
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(fleetIds());
    expect(await page.failure.count()).toBe(0);
  });

  it('a cursor that dies again and again is told of, and the person starts again', async () => {
    const page = await site.open(layer, { region, pageSize: '30' });
    await page.isLoaded();
    site.emulator.misbehave({ kind: 'expired-token' });
    await page.scroll();
    await page.notice.waitFor();
    await page.scroll();
    await page.failure.getByText('The place in the list is lost').waitFor();
    expect(await page.sessionIds()).toEqual(fleetIds().slice(0, 30));
    site.emulator.heal();
    await page.failure.getByRole('button', { name: 'Start again' }).click();
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(fleetIds());
  });

  it('throttling of the first page shows when it tries again, and then does', async () => {
    site.emulator.misbehave({ kind: 'throttling', retryAfterMs: 30_000, times: 1, action });
    const page = await site.open(layer, { region });
    await page.failure.getByText('Too many calls in this minute').waitFor();
    const timer = page.failure.getByRole('timer');
    expect(await timer.innerText()).toMatch(/^Trying again in (2\d|30) s$/);
    expect(await page.rows.count()).toBe(0);
    expect(site.emulator.callsTo(action)).toBe(1);
  });

  it('throttling of a later page leaves the list, and goes on when the time has come', async () => {
    const page = await site.open(layer, { region, pageSize: '30' });
    await page.isLoaded();
    site.emulator.misbehave({ kind: 'throttling', retryAfterMs: 3000, times: 1, action });
    await page.scroll();
    await page.failure.getByRole('timer').waitFor();
    expect(await page.sessionIds()).toEqual(fleetIds().slice(0, 30));
    await page.scrollToEnd();
    expect(await page.sessionIds()).toEqual(fleetIds());
    expect(await page.failure.count()).toBe(0);
  });

  it('a list that was seen before does not hide that it cannot be read now', async () => {
    const page = await site.open(layer, { region });
    await page.isLoaded();
    await page.filterByStatus('FAILED');
    await page.isLoaded();
    site.emulator.misbehave({ kind: 'throttling', retryAfterMs: 30_000, action });
    await page.filterByStatus('');
    await page.failure.getByRole('timer').waitFor();
    expect(await page.rows.count()).toBe(0);
  });

  it.each([
    ['an unknown region', { region: 'cn-nowhere-9' }, 'REGION_NOT_FOUND', 'Choose another region'],
    [
      'a page size out of range',
      { region, pageSize: '500' },
      'INVALID_MAX_RESULTS',
      'a number from 1 to 100',
    ],
  ])('%s has a message of its own', async (_, parameters, code, next) => {
    const page = await site.open(layer, parameters);
    await page.failure.getByText(next).waitFor();
    expect(await page.failure.getAttribute('data-code')).toBe(code);
  });

  it('refused credentials have a message of their own, and a way to try again', async () => {
    const error = { status: 403, code: 'Forbidden.RAM', message: 'User not authorized.' };
    site.emulator.misbehave({ kind: 'error', action, ...error });
    const page = await site.open(layer, { region });
    await page.failure.getByText('ecs:DescribeTerminalSessions in the RAM policy').waitFor();
    site.emulator.heal();
    await page.failure.getByRole('button', { name: 'Try again' }).click();
    await page.isLoaded();
    expect(await page.failure.count()).toBe(0);
  });
});
