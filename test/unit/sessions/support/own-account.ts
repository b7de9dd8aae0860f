import { defaultAccount, ownAccountKey } from '../../../../src/ecs/account.ts';
import type { AccountDirectory } from '../../../../src/ecs/account-directory.ts';
import type { EcsApi } from '../../../../src/ecs/api.ts';
import type { RegionId } from '../../../../src/ecs/region-id.ts';
import {
  type ListQuery,
  listSessions as listOfAccounts,
  type PageArguments,
} from '../../../../src/sessions/list-sessions.ts';
import type { FetchPage } from '../../../../src/sessions/region-feed.ts';

/** A list over regions of the own account, as `sessions(regionIds: …)` asks for it where there is no other. */
export type OwnListQuery = Omit<ListQuery, 'chosen'> & { regionIds: readonly RegionId[] };

/** listSessions for the own account alone. */
export function listSessions(fetchPage: FetchPage, query: OwnListQuery, page: PageArguments) {
  const { regionIds, ...rest } = query;
  const regions = regionIds.map((regionId) => ({ accountKey: ownAccountKey, regionId }));
  return listOfAccounts(fetchPage, { ...rest, chosen: { regions, isEvery: false, hidden: [] } }, page);
}

/** The own account, and no other. */
export const ownDirectory: AccountDirectory = {
  accounts: [defaultAccount],
  idOf: async () => '1000000000000001',
  knownIdOf: () => '1000000000000001',
  principalsOf: () => ({
    user: async () => null,
    role: async () => null,
    byName: async () => ({ users: [], roles: [] }),
  }),
};

/** The calls of an EcsApi that a test has no use for: each is a mistake. */
export const unusedCalls: EcsApi = {
  terminalSessions: () => unexpected('terminalSessions'),
  instances: async () => [],
  findInstances: () => unexpected('findInstances'),
  checkMayFindInstances: () => unexpected('checkMayFindInstances'),
  regions: async () => [],
  assistants: () => unexpected('assistants'),
  recording: () => unexpected('recording'),
  endSession: () => unexpected('endSession'),
  atHand: () => undefined,
};

function unexpected(call: string): never {
  throw new TypeError(`This test calls ${call}, and has not said what it answers.`);
}
