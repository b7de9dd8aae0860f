import type { Accounts } from './account-set.ts';
import type { InRegion } from './keys-by-region.ts';

/** Maximum connections of one session: StartTerminalSession takes up to 20 instances. */
export const maxConnections = 20;

/** Where a field stands in a request: on which objects, and on how many of them. */
export interface Placement {
  /** Maximum objects, and so how often the field is resolved at most. */
  times: number;
  /** The accounts that the objects are of. */
  accounts: Accounts;
  /** Where the objects come from, and so which of them load their details together. */
  from: Named | Listed | Found | EveryRegion;
  /** Whether they are the connections of sessions, rather than objects that arguments name. */
  onConnections: boolean;
}

/** Objects that the arguments of one field name by their keys. */
export interface Named {
  regions: readonly InRegion[];
  instances: readonly (InRegion & { instanceId: string })[];
  sessions: readonly (InRegion & { identity: string })[];
}

/** The sessions of one list field. */
export interface Listed {
  /** Maximum lists that the field is resolved to; each loads the details of its instances apart from the others. */
  lists: number;
  /** Maximum sessions in each list. */
  sessions: number;
  /** Regions of accounts of each list. */
  regions: number;
}

/** Instances that were found by conditions. What DescribeInstances says of them has come with them. */
export interface Found {
  /** Maximum lists of instances. */
  lists: number;
  /** Maximum instances in each list. */
  found: number;
  /** Regions of accounts of each list. */
  regions: number;
}

/** All regions of the accounts. */
export interface EveryRegion {
  everyRegion: true;
}

/**
 * Returns the placement of fields on objects that no argument names by a key, such as the query itself or an
 * account.
 *
 * @param accounts those that the objects are of; any unless given
 */
export function onUnnamed(times: number, accounts: Accounts = null): Placement {
  return { times, accounts, from: { regions: [], instances: [], sessions: [] }, onConnections: false };
}
