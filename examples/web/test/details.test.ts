import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FleetSession, instanceName, sessionsOf } from './fleet.ts';
import { hasNoBrowser, layers, type Site, startSite } from './site.ts';

const region = 'cn-beijing';

describe.skipIf(hasNoBrowser).each(layers)('the detail panel over %s', (layer) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  beforeEach(() => site.reset());
  afterAll(() => site?.close());

  const nameOf = (instanceId: string) => instanceName(site.emulator.fleet, region, instanceId);

  /** One on several instances, none of which has been released. */
  function someSession(): FleetSession {
    const found = sessionsOf(site.emulator.fleet, region).find(
      ({ connections }) =>
        connections.length > 1 && connections.every(({ instanceId }) => nameOf(instanceId)),
    );
    if (!found) throw new Error('The fleet has no session on several instances');
    return found;
  }

  async function openSession({ sessionId }: FleetSession) {
    const page = await site.open(layer, { region, pageSize: '100' });
    await page.select(sessionId);
    return page;
  }

  it('shows the connections of a session, each with its instance', async () => {
    const session = someSession();
    const page = await openSession(session);
    const connections = page.details.getByRole('list', { name: 'Connections' }).getByRole('listitem');
    await connections.first().waitFor();
    const shown = await connections.allInnerTexts();
    expect(shown.length).toBe(session.connections.length);
    for (const [index, { instanceId, status }] of session.connections.entries()) {
      expect(shown[index]).toContain(instanceId);
      expect(shown[index]).toContain(nameOf(instanceId));
      expect(shown[index]).toContain(status.toUpperCase());
    }
    await site.picture(page, `page-${layer}`);
    await page.details.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.details.count()).toBe(0);
  });

  it('shows a session also where the gateway may not read instances, and says so', async () => {
    site.emulator.misbehave({
      kind: 'error',
      action: 'DescribeInstances',
      status: 403,
      code: 'Forbidden.RAM',
      message: 'User not authorized to operate on the specified resource.',
    });
    const session = someSession();
    const page = await openSession(session);
    await page.details.getByText('ecs:DescribeInstances').waitFor();
    const shown = await page.details.innerText();
    for (const { instanceId } of session.connections) {
      expect(shown).toContain(instanceId);
      expect(shown).not.toContain(nameOf(instanceId));
    }
  });

  it('says that a record is gone, and what to do', async () => {
    const session = someSession();
    const page = await site.open(layer, { region, pageSize: '100' });
    await page.isLoaded();
    const records = site.emulator.fleet.regions.find(({ regionId }) => regionId === region)?.sessions ?? [];
    const index = records.findIndex(({ SessionId }) => SessionId === session.sessionId);
    const gone = records.splice(index, 1);
    await page.select(session.sessionId);
    await page.details.getByText('The record is gone').waitFor();
    await page.details.getByText('choose another session').waitFor();
    records.splice(index, 0, ...gone);
  });
});
