import type { WireAssistant } from '../emulator/fleet.ts';
import { isoSeconds } from '../emulator/iso-seconds.ts';
import type { DemoInstance } from './instances.ts';
import type { Random } from './random.ts';

const second = 1000;
const hour = 3_600_000;

/** The agents of a region's instances: most run, some are too old or silent, and a few instances have none. */
export function makeAssistants(
  aside: Random,
  instances: readonly DemoInstance[],
  now: number,
): WireAssistant[] {
  return instances.flatMap(({ instanceId, isWindows, wire }) => {
    const hasAgent = aside.chance(0.95);
    const answers = aside.chance(0.94);
    const isOld = aside.chance(0.08);
    const heartbeatAge = aside.below(55) * second;
    const silentSince = (26 + aside.below(400)) * hour;
    if (!wire || !hasAgent) return [];
    const isRunning = wire.Status === 'Running' && answers;
    return [
      {
        InstanceId: instanceId,
        OSType: isWindows ? 'Windows' : 'Linux',
        // Text on the wire, unlike SupportSessionManager.
        CloudAssistantStatus: isRunning ? 'true' : 'false',
        CloudAssistantVersion: versionOf(isWindows, isOld),
        SupportSessionManager: !isOld,
        ActiveTaskCount: 0,
        InvocationCount: 12,
        LastHeartbeatTime: isoSeconds(now - (isRunning ? heartbeatAge : silentSince)),
        LastInvokedTime: isoSeconds(now - silentSince - hour),
      },
    ];
  });
}

function versionOf(isWindows: boolean, isOld: boolean): string {
  if (isWindows) return isOld ? '2.1.3.150' : '2.1.4.1065';
  return isOld ? '2.2.3.150' : '2.2.4.1065';
}
