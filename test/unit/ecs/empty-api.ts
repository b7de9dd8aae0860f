import type { EcsApi } from '../../../src/ecs/api.ts';

/** An upstream with nothing in it, for tests that give it some calls of their own. */
export const emptyApi: EcsApi = {
  terminalSessions: async () => ({ records: [], nextToken: null }),
  instances: async () => [],
  findInstances: async () => ({ records: [], nextToken: null }),
  checkMayFindInstances: async () => {},
  regions: async () => [],
  assistants: async () => [],
  recording: async () => ({ sessionManagerEnabled: true, ossDeliveries: [], slsDeliveries: [] }),
  endSession: async () => {},
  atHand: () => undefined,
};
