import { describe, expect, it } from 'vitest';
import { createDemoFleet } from '../../demo/own-fleet.ts';
import { list, now, pick } from './support/gateway.ts';

describe('the demo fleet', () => {
  const text = (value: unknown, path: string) => String(pick(value, path) ?? '');
  const regions = createDemoFleet({ now }).regions;
  const sessions = regions.flatMap((region) => region.sessions);
  const connections = sessions.flatMap((session) => list(session, 'Connections.Connection'));
  it('is the same for a seed, and has the same ids at any time', () => {
    expect(createDemoFleet({ now }).regions).toEqual(regions);
    const later = createDemoFleet({ now: now + 1e9 }).regions.flatMap((region) => region.sessions);
    expect(later.map(({ SessionId }) => SessionId)).toEqual(sessions.map(({ SessionId }) => SessionId));
    expect(new Set(sessions.map(({ SessionId }) => SessionId)).size).toBe(sessions.length);
  });

  it('has six regions, newest first, within four weeks', () => {
    expect(regions.map((region) => region.sessions.length)).toEqual([1000, 340, 120, 45, 12, 3]);
    for (const region of regions) {
      const times = region.sessions.map((session) => text(session, 'CreationTime'));
      expect(times).toEqual(times.toSorted().reverse());
      expect(Date.parse(times.at(-1) ?? '')).toBeGreaterThan(now - 29 * 86_400_000);
    }
  });

  it('has port forwardings, failures with their reasons, live terminals, sessions on several instances, and released ones', () => {
    expect(sessions.some((session) => Number(pick(session, 'PortNumber')) > 0)).toBe(true);
    expect(sessions.some((session) => list(session, 'Connections.Connection').length > 1)).toBe(true);
    const failed = connections.filter((connection) => pick(connection, 'Status') === 'Failed');
    expect(failed.length).toBeGreaterThan(10);
    for (const connection of failed)
      expect(text(connection, 'ClosedReason') && text(connection, 'FailedDetail')).not.toBe('');
    const live = connections.filter((connection) => /^Connect/.test(text(connection, 'Status')));
    expect(live.length).toBeGreaterThan(5);
    for (const connection of live) {
      expect(pick(connection, 'EndTime')).toBeUndefined();
      expect(Date.parse(text(connection, 'StartTime'))).toBeGreaterThan(now - 5 * 3_600_000);
    }
    const known = new Set(regions.flatMap((region) => region.instances.map(({ InstanceId }) => InstanceId)));
    expect(connections.some((connection) => !known.has(pick(connection, 'InstanceId')))).toBe(true);
    for (const connection of connections) {
      const end = text(connection, 'EndTime');
      if (end !== '') expect(end >= text(connection, 'StartTime')).toBe(true);
    }
  });
});
