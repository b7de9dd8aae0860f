import { type Account, type AccountKey, isAccountId } from '../ecs/account.ts';
import type { AccountDirectory } from '../ecs/account-directory.ts';
import type { AccountRegion } from '../ecs/account-region.ts';
import type { CallOptions, EcsApi } from '../ecs/api.ts';
import { AccessDeniedError, BadRequestError, GatewayError } from '../ecs/errors.ts';
import type { RegionRecord } from '../ecs/record.ts';
import type { RegionId } from '../ecs/region-id.ts';
import { type Access, checkAccess, checkMayRead, maySee } from './access.ts';

/** Maximum of accounts and regions of one live list: so many fit a cursor. */
export const maxPairs = 50;

/** The regions of accounts that a list is over. */
export interface ChosenRegions {
  regions: readonly AccountRegion[];
  /** Whether the request named no regions, so that they are whatever the accounts have. */
  isEvery: boolean;
  /** Regions that the accounts have but the caller may not see; empty where regions were named. */
  hidden: readonly AccountRegion[];
  /**
   * Regions of accounts that the caller may not see, as far as they can be known without asking: a walk may have begun with
   * them. Nothing shows which they are. Empty where accounts or regions were named.
   */
  foreign?: readonly AccountRegion[] | undefined;
}

/**
 * The accounts and regions that one request may see. An account that the caller may not see and one that does not exist
 * get the same answers, and nothing in them shows its name, id or ARN.
 */
export class VisibleAccounts {
  readonly #api: EcsApi;
  readonly #directory: AccountDirectory;
  readonly #access: Access;
  readonly #options: CallOptions;
  #visible: Promise<readonly Account[]> | undefined;
  readonly #regions = new Map<AccountKey, Promise<readonly RegionRecord[]>>();

  constructor(api: EcsApi, directory: AccountDirectory, access: Access, options: CallOptions) {
    this.#api = api;
    this.#directory = directory;
    this.#access = access;
    this.#options = options;
  }

  /**
   * All of them, in the order of the accounts file.
   *
   * @throws AccessDeniedError for a caller who may not read at all
   */
  async all(): Promise<readonly Account[]> {
    checkMayRead(this.#access);
    this.#visible ??= this.#find();
    return this.#visible;
  }

  /**
   * Those that a list is over.
   *
   * @param given ids and names; null and undefined for all
   * @throws BadRequestError for none, and for one that is not visible
   */
  async chosen(given: readonly string[] | null | undefined): Promise<readonly Account[]> {
    const all = await this.all();
    if (given === null || given === undefined) {
      if (all.length > 0) return all;
      throw new AccessDeniedError('Your token allows no account (claim ecs_accounts).');
    }
    if (given.length === 0) {
      throw new BadRequestError('accountIds must name 1 account or more, or be left out for all of them.');
    }
    return [...new Set(await Promise.all(given.map((one) => this.#named(one, all))))];
  }

  /**
   * The one that a single record or machine is of.
   *
   * @param given its id or name; null and undefined where it goes without saying
   * @throws BadRequestError where it is not visible, or several are and none is given
   */
  async one(given: string | null | undefined): Promise<Account> {
    if (given !== null && given !== undefined) return this.#named(given, await this.all());
    const accounts = await this.chosen(null);
    const [only] = accounts;
    if (only && accounts.length === 1) return only;
    throw new BadRequestError(`accountId must say which account is meant: ${namesOf(accounts)}.`);
  }

  /**
   * The one with this key, such as that of a node id.
   *
   * @throws BadRequestError where none is visible
   */
  async withKey(key: AccountKey): Promise<Account> {
    const account = (await this.all()).find((account) => account.key === key);
    if (account) return account;
    throw unknownAccount(await this.all());
  }

  /** Returns the account with this key without asking whether it is visible; for records that have been given. */
  ofRecord(key: AccountKey): Account {
    const account = this.#directory.accounts.find((account) => account.key === key);
    if (account) return account;
    throw unknownAccount([]);
  }

  /**
   * One region, named by its account and its id.
   *
   * @throws BadRequestError, AccessDeniedError
   */
  async region(accountId: string | null | undefined, regionId: RegionId): Promise<AccountRegion> {
    const { key } = await this.one(accountId);
    checkAccess(this.#access, regionId);
    return { accountKey: key, regionId };
  }

  /**
   * Checks a region that a key or an id names.
   *
   * @throws BadRequestError, AccessDeniedError
   */
  async check({ accountKey, regionId }: AccountRegion): Promise<void> {
    await this.withKey(accountKey);
    checkAccess(this.#access, regionId);
  }

  /**
   * The regions that a list is over.
   *
   * @param regionIds null and undefined for all regions of the accounts
   * @throws BadRequestError for none or too many, AccessDeniedError for one that the caller may not see
   */
  async chosenRegions(
    accountIds: readonly string[] | null | undefined,
    regionIds: readonly RegionId[] | null | undefined,
  ): Promise<ChosenRegions> {
    const accounts = await this.chosen(accountIds);
    if (regionIds !== null && regionIds !== undefined) {
      for (const regionId of regionIds) checkAccess(this.#access, regionId);
      const regions = accounts.flatMap(({ key }) =>
        regionIds.map((regionId) => ({ accountKey: key, regionId })),
      );
      if (regions.length === 0) {
        throw new BadRequestError('regionIds must name 1 region or more, or be left out for all of them.');
      }
      return { regions, isEvery: false, hidden: [] };
    }
    const listed = await Promise.all(accounts.map((account) => this.#regionIdsOf(account)));
    const every = listed.flat();
    const regions = every.filter(({ regionId }) => maySee(this.#access, regionId));
    if (regions.length === 0 && every.length > 0) {
      throw new AccessDeniedError('Your token allows no region of these accounts (claim ecs_regions).');
    }
    const hidden = every.filter(({ regionId }) => !maySee(this.#access, regionId));
    const foreign = accountIds ? [] : this.#foreignRegions(accounts, every);
    return { regions, isEvery: true, hidden, foreign };
  }

  /**
   * The regions of an account that a list reads where it names none, and the caller may see; maybe none.
   *
   * @throws AccessDeniedError where they cannot be listed
   */
  async regionsToRead(account: Account): Promise<AccountRegion[]> {
    return (await this.#regionIdsOf(account)).filter(({ regionId }) => maySee(this.#access, regionId));
  }

  /** What DescribeRegions says of the regions of an account that the caller may see. */
  async regionsOf(account: Account): Promise<readonly RegionRecord[]> {
    return (await this.#describeRegions(account)).filter(({ regionId }) => maySee(this.#access, regionId));
  }

  /** Accounts have the same regions, but for those that the accounts file leaves out. */
  #foreignRegions(visible: readonly Account[], known: readonly AccountRegion[]): AccountRegion[] {
    const regionIds = new Set(known.map(({ regionId }) => regionId));
    return this.#directory.accounts
      .filter((account) => !visible.includes(account))
      .flatMap(({ key, regions }) =>
        [...(regions ?? regionIds)].map((regionId) => ({ accountKey: key, regionId })),
      );
  }

  async #regionIdsOf(account: Account): Promise<AccountRegion[]> {
    const regionIds = account.regions ?? (await this.#listRegions(account));
    return regionIds.map((regionId) => ({ accountKey: account.key, regionId }));
  }

  async #listRegions(account: Account): Promise<RegionId[]> {
    try {
      return (await this.#describeRegions(account)).map(({ regionId }) => regionId);
    } catch (error) {
      if (!(error instanceof AccessDeniedError)) throw error;
      const own = error.copy();
      own.message = `The regions of account ${account.name} cannot be listed (ecs:DescribeRegions): give regionIds, or name them as "regions" in the accounts file. ${error.message}`;
      throw own;
    }
  }

  #describeRegions({ key }: Account): Promise<readonly RegionRecord[]> {
    let regions = this.#regions.get(key);
    if (regions === undefined) {
      regions = this.#api.regions(key, this.#options).catch((error) => {
        if (!(error instanceof GatewayError)) throw error;
        const own = error.copy();
        own.accountKey ??= key;
        throw own;
      });
      this.#regions.set(key, regions);
    }
    return regions;
  }

  /** The own account's id is asked of STS only where a token is limited to ids, and the file does not say it. */
  async #find(): Promise<readonly Account[]> {
    const { accountIds } = this.#access;
    const { accounts } = this.#directory;
    if (accountIds === null) return accounts;
    if (accountIds.size === 0) return [];
    const ids = await Promise.all(accounts.map((account) => this.#directory.idOf(account, this.#options)));
    return accounts.filter((_, index) => accountIds.has(ids[index] ?? ''));
  }

  async #named(given: string, visible: readonly Account[]): Promise<Account> {
    const account = visible.find(
      (account) => account.name === given || this.#directory.knownIdOf(account) === given,
    );
    if (account) return account;
    // Only the own account's id may still have to be asked for.
    const nameless = visible.find((account) => this.#directory.knownIdOf(account) === null);
    if (nameless && isAccountId(given) && (await this.#directory.idOf(nameless, this.#options)) === given) {
      return nameless;
    }
    throw unknownAccount(visible);
  }
}

function unknownAccount(visible: readonly Account[]): BadRequestError {
  return new BadRequestError(
    `There is no such account, or your token does not allow it; those that you may see: ${namesOf(visible) || 'none'}.`,
  );
}

function namesOf(accounts: readonly Account[]): string {
  return accounts.map(({ name }) => name).join(', ');
}
