import type { FleetRegion, WireDelivery } from '../emulator/fleet.ts';

/**
 * Where the sessions of a region are recorded: in a bucket, in a logstore, in both, or nowhere. Nowhere, too, with `off`,
 * a delivery that is switched off, and with `commands`, a delivery of commands alone.
 */
export type Recording = 'bucket' | 'logstore' | 'both' | 'nowhere' | 'off' | 'commands';

/** The deliveries of a region. */
export function makeDeliveries(
  recording: Recording,
  regionId: string,
): Required<Pick<FleetRegion, 'ossDeliveries' | 'slsDeliveries'>> {
  const bucket: WireDelivery = {
    DeliveryType: 'SessionManager',
    Enabled: recording !== 'off',
    BucketName: `session-audit-${regionId}`,
    Prefix: 'session-manager/audit',
    EncryptionType: 'Inherit',
  };
  const logstore: WireDelivery = {
    DeliveryType: 'SessionManager',
    Enabled: true,
    ProjectName: `session-audit-${regionId}`,
    LogstoreName: 'sessions',
  };
  const hasBucket = recording === 'bucket' || recording === 'both' || recording === 'off';
  const ofCommands: WireDelivery = { ...bucket, DeliveryType: 'Invocation', Prefix: 'commands' };
  return {
    ossDeliveries: [
      ...(hasBucket ? [bucket] : []),
      ...(recording === 'commands' || recording === 'both' ? [ofCommands] : []),
    ],
    slsDeliveries: recording === 'logstore' || recording === 'both' ? [logstore] : [],
  };
}
