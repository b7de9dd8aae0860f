import { maxAssistantIds, maxInstanceIds } from '../../ecs/limits.ts';
import { isHashIdentity } from '../../ecs/record.ts';
import { maxExtraCalls } from '../../sessions/take-page.ts';
import { AccountSet, type Accounts } from './account-set.ts';
import { InstanceDetails } from './instance-details.ts';
import { createPlaceOf, type InRegion, KeysByRegion, type PlaceOf } from './keys-by-region.ts';
import type { Placement } from './placement.ts';

/** Regions of an account: before DescribeRegions answers, the real number is not known. */
export const typicalRegions = 30;

/**
 * Adds up the upstream calls that a request may cost at worst. What is loaded together is counted together, whichever
 * fields ask for it: one session twice, a hundred instances in one call, the regions of an account once.
 *
 * @example
 * const count = new CallCount();
 * count.addCalls(2);
 * count.addRegions(null);
 * count.addRegions(null);
 * count.total(); // 3
 */
export class CallCount {
  readonly #accounts: number;
  #calls = 0;
  /** Whether an account's id is needed, and STS may have to say it. */
  #needsIdentity = false;
  /** Identities. */
  readonly #sessions: KeysByRegion;
  readonly #details: InstanceDetails;
  readonly #assistants: InstanceDetails;
  readonly #placeOf: PlaceOf;
  /** Accounts whose regions are listed. */
  readonly #regions: AccountSet;
  /** Accounts whose users and roles are listed. */
  readonly #principals: AccountSet;
  /** Accounts of which it is asked whether Session Manager is on. */
  readonly #switches: AccountSet;
  /** Accounts whose regions are all asked for their recordings. */
  readonly #recordings: AccountSet;
  /** Regions that are named, and asked for their recordings. */
  readonly #namedRecordings = new Set<string>();

  /** @param accounts the number of accounts that the gateway reads */
  constructor(accounts = 1) {
    const placeOf = createPlaceOf(accounts);
    this.#accounts = accounts;
    this.#placeOf = placeOf;
    this.#sessions = new KeysByRegion(placeOf);
    this.#details = new InstanceDetails({ maxIds: maxInstanceIds, checksMissing: true, placeOf });
    this.#assistants = new InstanceDetails({ maxIds: maxAssistantIds, checksMissing: false, placeOf });
    this.#regions = new AccountSet(accounts);
    this.#principals = new AccountSet(accounts);
    this.#switches = new AccountSet(accounts);
    this.#recordings = new AccountSet(accounts);
  }

  /** Returns the maximum number of accounts. */
  numberOf(accounts: Accounts): number {
    return Math.min(accounts?.size ?? this.#accounts, this.#accounts);
  }

  /** Adds calls that are shared with nothing else. */
  addCalls(calls: number): void {
    this.#calls += calls;
  }

  /** Adds one record that is found by its id. */
  addSession(session: InRegion & { identity: string }): void {
    this.#sessions.add(session, session.identity);
  }

  /** Adds what DescribeInstances says of the instances that a field stands on. */
  addInstanceDetails(placement: Placement): void {
    this.#details.add(placement);
  }

  /** Adds what DescribeCloudAssistantStatus says of the instances that a field stands on. */
  addAssistants(placement: Placement): void {
    this.#assistants.add(placement);
  }

  /** Adds the regions of accounts: one call for each account, however often it is asked for. */
  addRegions(accounts: Accounts): void {
    this.#regions.add(accounts);
  }

  /** Adds the names of users and roles of accounts: two calls for each account, whatever the number of names. */
  addPrincipals(accounts: Accounts): void {
    this.#principals.add(accounts);
  }

  /** Adds whether Session Manager is on in accounts: a call to one region of each, which may have to be listed first. */
  addSwitches(accounts: Accounts): void {
    this.#switches.add(accounts);
    this.#regions.add(accounts);
  }

  /** Adds the recordings of the regions that a field stands on: one call for each region. */
  addRecordings({ accounts, from }: Placement): void {
    if ('everyRegion' in from) this.#recordings.add(accounts);
    if ('regions' in from && !('lists' in from)) {
      for (const region of from.regions) this.#namedRecordings.add(this.#placeOf(region));
    }
  }

  /** Adds the id of an account: only that of the gateway's own may have to be asked for, in one call. */
  addIdentity(): void {
    this.#needsIdentity = true;
  }

  /** Returns the calls of all that was added. */
  total(): number {
    return (
      this.#calls +
      (this.#needsIdentity ? 1 : 0) +
      this.#sessions.sum(callsForSessions) +
      this.#details.calls() +
      this.#assistants.calls() +
      this.#regions.size +
      this.#principals.size * 2 +
      this.#switches.size +
      this.#recordings.size * typicalRegions +
      this.#namedRecordings.size
    );
  }
}

/** Sessions are found one by one while that is cheaper; one by a hash only by listing. See session-loader.ts. */
function callsForSessions(identities: ReadonlySet<string>): number {
  const listing = 1 + maxExtraCalls;
  return [...identities].some(isHashIdentity) ? listing : Math.min(identities.size, listing);
}
