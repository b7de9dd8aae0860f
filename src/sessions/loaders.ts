import DataLoader from 'dataloader';
import type { Account, AccountKey } from '../ecs/account.ts';
import type { AccountDirectory } from '../ecs/account-directory.ts';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import type { EcsApi, Log } from '../ecs/api.ts';
import { writtenId } from '../ecs/arguments.ts';
import {
  AccessDeniedError,
  BadRequestError,
  GatewayError,
  SessionNotFoundError,
  UpstreamUnavailableError,
} from '../ecs/errors.ts';
import { type InstanceQuery, type InstancesPage, instanceQueryKey } from '../ecs/instance-query.ts';
import { maxAssistantIds } from '../ecs/limits.ts';
import { type Place, placeKey, queryKey, type SessionsQuery, type UpstreamPage } from '../ecs/page-query.ts';
import type { AssistantRecord, InstanceRecord, RecordingRecord, SessionRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { type Access, checkMayEnd, checkMayRead, fullAccess } from './access.ts';
import type { SessionFilter } from './filter.ts';
import { findInstances } from './find-instances.ts';
import type { InstanceConditions } from './instance-conditions.ts';
import type { InstanceCalls } from './instance-feed.ts';
import { createInstanceLoader, type InstanceKey } from './instance-loader.ts';
import type { InstancePage } from './instance-page.ts';
import { listSessions, type PageArguments } from './list-sessions.ts';
import { nameAccount } from './name-account.ts';
import { type Asked, type Notes, noNotes } from './notes.ts';
import { type Principal, principalOf, principalsNamed } from './principal.ts';
import type { FetchPage } from './region-feed.ts';
import { createSessionLoader, type SessionKey } from './session-loader.ts';
import type { SessionPage } from './session-page.ts';
import { maxExtraCalls } from './take-page.ts';
import { UnsupportedRegions } from './unsupported-regions.ts';
import { type ChosenRegions, VisibleAccounts } from './visible-accounts.ts';

/** Which list of sessions, as it is asked for. */
export interface SessionsArguments {
  /** Ids and names; all that the caller may see unless given. */
  accountIds?: readonly string[] | null | undefined;
  /** All regions of the accounts unless given. */
  regionIds?: readonly RegionId[] | null | undefined;
  instanceId?: string | null | undefined;
  sessionId?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}

/** Which machines, as they are asked for. */
export interface InstancesArguments extends InstanceConditions {
  /** Ids and names; all that the caller may see unless given. */
  accountIds?: readonly string[] | null | undefined;
  /** All regions of the accounts unless given. */
  regionIds?: readonly RegionId[] | null | undefined;
}

/** The list of an account, a region or an instance that has been given already. */
export interface SessionsOf {
  account: Account;
  /** All regions of the account unless given. */
  regionIds?: readonly RegionId[] | null | undefined;
  instanceId?: string | null | undefined;
  /** The instance whose list it is, as its key names it. */
  ofInstance?: string | undefined;
  filter?: SessionFilter | null | undefined;
}

/**
 * All that a resolver sees of the world outside; one set for each GraphQL request. Each checks that the caller may see
 * account and region before anything else.
 */
export interface Loaders {
  /** One page of a list; equal pages of one region cost one call. See listSessions for what it throws. */
  sessions(list: SessionsArguments, page: PageArguments): Promise<SessionPage>;
  sessionsOf(list: SessionsOf, page: PageArguments): Promise<SessionPage>;
  /** One record; undefined for one that the region does not hold. */
  session(key: SessionKey): Promise<SessionRecord | undefined>;
  /**
   * One record, by the session's id alone.
   *
   * @throws BadRequestError for an id that no session has, SessionNotFoundError for one that the region does not hold
   */
  sessionById(at: NamedRegion, sessionId: string): Promise<SessionRecord>;
  /**
   * One page of the machines that meet conditions. What DescribeInstances says of them is known then: `instance` needs no
   * call for it. See findInstances for what it throws.
   */
  instances(list: InstancesArguments, page: PageArguments): Promise<InstancePage>;
  /** What DescribeInstances says; undefined for a released instance. */
  instance(key: InstanceKey): Promise<InstanceRecord | undefined>;
  /** What DescribeCloudAssistantStatus says; undefined for an instance that it does not list. */
  assistant(key: InstanceKey): Promise<AssistantRecord | undefined>;
  /** Whether Session Manager is on in a region, and where its recordings go. */
  recording(at: AccountRegion): Promise<RecordingRecord>;
  /** Who opened a session; null where ECS says of nobody. */
  principal(record: SessionRecord): Promise<Principal | null>;
  /** The accounts that the caller may see. */
  accounts(): Promise<readonly Account[]>;
  /** One of them, by its id or name. @throws BadRequestError where there is none, or none is given and several are */
  account(accountId: string | null | undefined): Promise<Account>;
  /** The account with this key. @throws BadRequestError where the caller sees none */
  visibleAccount(key: AccountKey): Promise<Account>;
  /** The account of an object that has been given. */
  accountOf(object: Pick<AccountRegion, 'accountKey'>): Account;
  /** The id of an account; null with an error at its path where STS refuses it. */
  accountIdOf(account: Account): Promise<string>;
  /** The regions of an account that the caller may see, with what DescribeRegions says; asked for once. */
  regionsOf(account: Account): Promise<readonly RegionInfo[]>;
  /** The regions of an account that a list reads where it names none, and the caller may see. */
  regionsToRead(account: Account): Promise<readonly AccountRegion[]>;
  /**
   * A region of an account to ask what counts for all of them.
   *
   * @throws AccessDeniedError where the caller may see none
   */
  anyRegionOf(account: Account): Promise<AccountRegion>;
  /**
   * A region or an instance in it, which arguments name and nothing else has to be asked for.
   *
   * @throws BadRequestError, AccessDeniedError
   */
  region(at: NamedRegion, instanceId?: string): Promise<AccountRegion>;
  /**
   * A region or an instance that an id or a key names.
   *
   * @throws BadRequestError, AccessDeniedError
   */
  check(at: AccountRegion, instanceId?: string): Promise<void>;
  /**
   * Ends a session, once it has been read under the caller's accounts and regions. One that is not live any more is given
   * as it is.
   *
   * @param announce called with the session right before it is ended; where it throws, nothing is ended
   * @returns the session as it is afterwards, which may still say CONNECTED; as it was where it cannot be read again
   * @throws BadRequestError for a second one in the same request; SessionNotFoundError, AccessDeniedError;
   *   UpstreamUnavailableError that is not retryable where nobody knows whether it has been ended
   */
  endSession(
    at: NamedRegion,
    sessionId: string,
    announce: (record: SessionRecord) => void,
  ): Promise<SessionRecord>;
}

/** A region as arguments name it. */
export interface NamedRegion {
  /** An id or a name; may be left out where the caller sees one account only. */
  accountId?: string | null | undefined;
  regionId: RegionId;
}

/** What DescribeRegions says of a region. */
export type RegionInfo = AccountRegion & Awaited<ReturnType<EcsApi['regions']>>[number];

/** What all requests share. */
export interface LoaderParts {
  api: EcsApi;
  directory: AccountDirectory;
  /** New ones unless given. */
  unsupported?: UnsupportedRegions | undefined;
  /** Nowhere unless given. */
  log?: Log | undefined;
}

/** For whom a set of loaders works. */
export interface LoaderOptions {
  /** Once it aborts nothing more is asked for. */
  signal?: AbortSignal | undefined;
  /** Full unless given. */
  access?: Access | undefined;
  /** Where to note what is done. */
  notes?: Notes | undefined;
  /** Whether sessions may be ended (ALLOW_END_SESSION); not unless given. */
  allowEndSession?: boolean | undefined;
  /** The moment of the request, in epoch milliseconds; the present one unless given. */
  now?: number | undefined;
}

/** A page and the place it is read for. */
interface PageAt {
  query: SessionsQuery;
  place: Place | undefined;
}

/** A page of machines, and whether it must come from ECS now. */
interface FoundPage {
  query: InstanceQuery;
  isFresh: boolean;
}

/** Makes the loaders of one request. */
export function createLoaders(
  { api, directory, unsupported = new UnsupportedRegions(), log }: LoaderParts,
  {
    signal,
    access = fullAccess,
    notes = noNotes(),
    now = Date.now(),
    allowEndSession = false,
  }: LoaderOptions = {},
): Loaders {
  const options = { signal, usage: notes.usage };
  const accounts = new VisibleAccounts(api, directory, access, options);
  const pages = new DataLoader<PageAt, UpstreamPage, string>(
    (pages) =>
      Promise.all(pages.map(({ query, place }) => api.terminalSessions(query, { ...options, place }))),
    { batch: false, cacheKeyFn: ({ query, place }) => `${queryKey(query)}${place ? placeKey(place) : ''}` },
  );
  const fetchPage: FetchPage = (query, place) => pages.load({ query, place });
  const session = createSessionLoader(fetchPage, (at, identity) => api.atHand(at, identity, options));
  const mayFindInstances = oncePerRegion((at) => api.checkMayFindInstances(at, options));
  const instance = createInstanceLoader<InstanceRecord>(async (at, ids) => {
    const found = await api.instances(at, ids, options);
    // ECS may answer who may not see instances with an empty list: then "released" would be a guess.
    if (found.length === 0) await mayFindInstances.load(at);
    return found;
  });
  const found = new DataLoader<FoundPage, InstancesPage, string>(
    (pages) =>
      Promise.all(
        pages.map(({ query, isFresh }) => api.findInstances(query, { ...options, fresh: isFresh })),
      ),
    { batch: false, cacheKeyFn: ({ query, isFresh }) => `${instanceQueryKey(query)}${isFresh}` },
  );
  const instanceCalls: InstanceCalls = {
    find: async (query, isFresh) => {
      const page = await found.load({ query, isFresh });
      const { accountKey, regionId } = query;
      for (const record of page.records) {
        instance.prime({ accountKey, regionId, instanceId: record.instanceId }, record);
      }
      return page;
    },
    check: (at) => api.checkMayFindInstances(at, options),
  };
  const assistant = createInstanceLoader<AssistantRecord>(
    (at, ids) => api.assistants(at, ids, options),
    maxAssistantIds,
  );
  const recording = oncePerRegion((at) => api.recording(at, options));
  let hasEnded = false;

  /** Union members never get to errors[], so what fails is noted here; and the account gets the id that callers know. */
  const noted = async <T>(load: () => Promise<T>): Promise<T> => {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      notes.failures.add(error.code);
      nameAccount(error, directory);
      throw error;
    }
  };
  const onGone = () =>
    log?.warn({}, 'a region that a walk began with is no longer listed; the walk goes on without it');
  /** Says whose a record is, where there are several accounts. */
  const accountOf = ({ accountKey }: Pick<AccountRegion, 'accountKey'>): Pick<Asked, 'accountIds'> => {
    const name = directory.accounts.find(({ key }) => key === accountKey)?.name;
    return directory.accounts.length === 1 ? {} : { accountIds: [name ?? accountKey] };
  };
  const note = (asked: Asked) => {
    notes.asked.add(asked);
    for (const regionId of asked.regionIds ?? []) notes.regions.add(regionId);
  };
  const find = async (key: SessionKey) => {
    const record = await session.load(key);
    if (record) notes.rows += 1;
    return record;
  };
  const noteRegions = ({ regions }: ChosenRegions) => {
    for (const { regionId } of regions) notes.regions.add(regionId);
  };

  return {
    sessions: (list, page) =>
      noted(async () => {
        note(list);
        const { accountIds, regionIds, instanceId, sessionId, filter } = list;
        const those = await accounts.chosen(accountIds);
        try {
          const chosen = await accounts.chosenRegions(accountIds, regionIds);
          noteRegions(chosen);
          const accountKeys = accountIds ? those.map(({ key }) => key).sort() : undefined;
          const principals = await principalsNamed(filter?.principalNames, those, directory, options);
          const query = { chosen, accountKeys, instanceId, sessionId, filter, principals, now, onGone };
          const result = await listSessions(fetchPage, query, page, unsupported);
          notes.rows += result.edges.length;
          return result;
        } catch (error) {
          throw leavingOut(error, those);
        }
      }),
    sessionsOf: ({ account, regionIds, instanceId, ofInstance, filter }, page) =>
      noted(async () => {
        const accountIds = [account.name];
        note({
          ...accountOf({ accountKey: account.key }),
          regionIds,
          instanceId: ofInstance ?? instanceId,
          filter,
        });
        const chosen = await accounts.chosenRegions(accountIds, regionIds);
        noteRegions(chosen);
        const principals = await principalsNamed(filter?.principalNames, [account], directory, options);
        const accountKeys = [account.key];
        const query = { chosen, accountKeys, instanceId, ofInstance, filter, principals, now, onGone };
        const result = await listSessions(fetchPage, query, page, unsupported);
        notes.rows += result.edges.length;
        return result;
      }),
    session: (key) =>
      noted(async () => {
        note({ ...accountOf(key), regionIds: [key.regionId], sessionId: key.identity });
        await accounts.check(key);
        return find(key);
      }),
    sessionById: (named, sessionId) =>
      noted(async () => {
        note({ ...accountIn(named), regionIds: [named.regionId], sessionId });
        const at = await accounts.region(named.accountId, named.regionId);
        const record = await find({ ...at, identity: writtenId('sessionId', sessionId) ?? '' });
        if (record === undefined) throw new SessionNotFoundError(at, sessionId);
        return record;
      }),
    instances: ({ accountIds, regionIds, ...conditions }, page) =>
      noted(async () => {
        note({ accountIds, regionIds, ...conditions });
        checkMayRead(access);
        const those = await accounts.chosen(accountIds);
        const accountKeys = accountIds ? those.map(({ key }) => key).sort() : undefined;
        const choose = async () => {
          const chosen = await accounts.chosenRegions(accountIds, regionIds);
          noteRegions(chosen);
          return chosen;
        };
        return findInstances(instanceCalls, { conditions, choose, accountKeys }, page).catch((error) => {
          throw leavingOut(error, those);
        });
      }),
    instance: (key) =>
      noted(async () => {
        await accounts.check(key);
        return instance.load(key);
      }),
    assistant: (key) =>
      noted(async () => {
        await accounts.check(key);
        return assistant.load(key);
      }),
    recording: (at) =>
      noted(async () => {
        await accounts.check(at);
        return recording.load(at);
      }),
    principal: (record) =>
      noted(() => {
        const account = accounts.ofRecord(record.accountKey);
        return principalOf(record, account, directory.principalsOf(account), options);
      }),
    accounts: () => noted(() => accounts.all()),
    account: (accountId) => noted(() => accounts.one(accountId)),
    visibleAccount: (key) => noted(() => accounts.withKey(key)),
    accountOf: ({ accountKey }) => accounts.ofRecord(accountKey),
    accountIdOf: (account) => noted(() => directory.idOf(account, options)),
    regionsOf: (account) =>
      noted(async () =>
        (await accounts.regionsOf(account)).map((region) => ({ accountKey: account.key, ...region })),
      ),
    regionsToRead: (account) => noted(() => accounts.regionsToRead(account)),
    anyRegionOf: (account) =>
      noted(async () => {
        const regions = await accounts.regionsToRead(account);
        const at = regions.find((region) => !unsupported.has(region)) ?? regions[0];
        if (at) return at;
        throw new AccessDeniedError('Your token allows no region of this account (claim ecs_regions).', {
          accountKey: account.key,
        });
      }),
    region: (named, instanceId) =>
      noted(async () => {
        note({ ...accountIn(named), regionIds: [named.regionId], instanceId });
        return accounts.region(named.accountId, named.regionId);
      }),
    check: (at, instanceId) =>
      noted(async () => {
        note({ ...accountOf(at), regionIds: [at.regionId], instanceId });
        await accounts.check(at);
      }),
    endSession: (named, sessionId, announce) =>
      noted(async () => {
        note({ ...accountIn(named), regionIds: [named.regionId], sessionId });
        if (!allowEndSession) {
          throw new AccessDeniedError(
            'This gateway does not end sessions; its operator can allow it by ALLOW_END_SESSION=true.',
          );
        }
        checkMayEnd(access);
        if (hasEnded)
          throw new BadRequestError('A request may end one session; end others in requests of their own.');
        hasEnded = true;
        const at = await accounts.region(named.accountId, named.regionId);
        const identity = writtenId('sessionId', sessionId) ?? '';
        const before = await readAnew(api, at, identity, options);
        notes.rows += 1;
        if (!before.active) return before;
        announce(before);
        await api.endSession(at, identity, options);
        // It has been ended, whatever this call answers: its failure would read as one to end it.
        return readAnew(api, at, identity, options).catch((error) => {
          if (error instanceof GatewayError) return before;
          throw error;
        });
      }),
  };
}

/** Asks once a request for each region, also where nothing is cached. */
function oncePerRegion<T>(ask: (at: AccountRegion) => Promise<T>): DataLoader<AccountRegion, T, string> {
  return new DataLoader((regions) => Promise.all(regions.map(ask)), {
    batch: false,
    cacheKeyFn: keyOfRegion,
  });
}

function accountIn({ accountId }: NamedRegion): Pick<Asked, 'accountIds'> {
  return accountId === null || accountId === undefined ? {} : { accountIds: [accountId] };
}

/** A record as ECS has it now, whatever the cache holds. */
async function readAnew(
  api: EcsApi,
  at: AccountRegion,
  sessionId: string,
  options: object,
): Promise<SessionRecord> {
  let nextToken: string | undefined;
  // An empty page with a token is not the end.
  for (let calls = 0; calls <= maxExtraCalls; calls++) {
    const query = { ...at, sessionId, maxResults: 10, nextToken };
    const page = await api.terminalSessions(query, { ...options, fresh: true });
    const record = page.records.find(({ identity }) => identity === sessionId);
    if (record) return record;
    if (page.nextToken === null) throw new SessionNotFoundError(at, sessionId);
    nextToken = page.nextToken;
  }
  throw new UpstreamUnavailableError('ECS sent one empty page after the other; try again.').in(at);
}

/** A list over several accounts fails as a whole: its error says how to ask for the others. */
function leavingOut(error: unknown, accounts: readonly Account[]): unknown {
  if (!(error instanceof GatewayError) || error.accountKey === null) return error;
  const failed = accounts.find(({ key }) => key === error.accountKey);
  if (failed === undefined || accounts.length < 2) return error;
  const names = accounts.filter((account) => account !== failed).map(({ name }) => JSON.stringify(name));
  const own = error.copy();
  const prefix = `Account ${failed.name}: `;
  const message = error.message.includes(prefix) ? error.message : prefix + error.message;
  own.message = `${message} Without it: accountIds: [${names.join(', ')}].`;
  return own;
}
