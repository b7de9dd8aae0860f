import { failureInAccount } from '../account-failure.ts';
import type { CallOptions } from '../api.ts';
import { KeptRefusal } from '../kept-refusal.ts';
import type { PrincipalDirectory, RamApi, RamRole, RamUser } from '../principals.ts';
import { SharedCalls } from './shared-calls.ts';

/** Options of createPrincipalDirectory. */
export interface PrincipalDirectoryOptions {
  /** How long a walk is kept, in milliseconds; an hour unless given. */
  ttlMs?: number | undefined;
  /** Milliseconds by a clock that only goes on, for tests. */
  uptime?: (() => number) | undefined;
}

const hourMs = 3_600_000;

/**
 * The directory of one account: any number of ids and names costs one walk of its users and one of its roles, shared by
 * all who ask meanwhile and kept for an hour. A walk that failed is not kept, but its refusal is, for a minute.
 *
 * @param accountName what failures call the account
 */
export function createPrincipalDirectory(
  accountName: string,
  ram: RamApi,
  { ttlMs = hourMs, uptime = () => performance.now() }: PrincipalDirectoryOptions = {},
): PrincipalDirectory {
  const users = new KeptWalk<RamUser>({
    accountName,
    ttlMs,
    uptime,
    walk: (options) => ram.users(options),
    idOf: ({ userId }) => userId,
    nameOf: ({ userName }) => userName,
  });
  const roles = new KeptWalk<RamRole>({
    accountName,
    ttlMs,
    uptime,
    walk: (options) => ram.roles(options),
    idOf: ({ roleId }) => roleId,
    nameOf: ({ roleName }) => roleName,
  });
  return {
    user: async (userId, options) => (await users.entries(options)).byId.get(userId) ?? null,
    role: async (roleId, options) => (await roles.entries(options)).byId.get(roleId) ?? null,
    async byName(name, options) {
      const [named, roled] = await Promise.all([users.entries(options), roles.entries(options)]);
      const key = name.toLowerCase();
      return { users: named.byName.get(key) ?? [], roles: roled.byName.get(key) ?? [] };
    },
  };
}

interface KeptWalkOptions<T> {
  accountName: string;
  ttlMs: number;
  uptime: () => number;
  walk(options: CallOptions): Promise<readonly T[]>;
  idOf(entry: T): string;
  nameOf(entry: T): string;
}

/** A complete walk, by id and by name without case. */
interface Entries<T> {
  byId: ReadonlyMap<string, T>;
  byName: ReadonlyMap<string, readonly T[]>;
  /** When the walk began. */
  at: number;
}

/** One list of RAM, walked when somebody needs it. */
class KeptWalk<T> {
  readonly #options: KeptWalkOptions<T>;
  readonly #underWay = new SharedCalls<Entries<T>>();
  readonly #refusal: KeptRefusal;
  #kept: Entries<T> | null = null;

  constructor(options: KeptWalkOptions<T>) {
    this.#options = options;
    this.#refusal = new KeptRefusal(options.uptime);
  }

  /** @throws GatewayError of its own for each who asks */
  async entries(options: CallOptions = {}): Promise<Entries<T>> {
    const { uptime, ttlMs, accountName } = this.#options;
    const ageMs = this.#kept ? uptime() - this.#kept.at : Number.POSITIVE_INFINITY;
    if (this.#kept && ageMs < ttlMs) {
      options.usage?.noteCached(ageMs);
      return this.#kept;
    }
    this.#kept = null;
    try {
      const refusal = this.#refusal.current;
      if (refusal) throw refusal;
      return await this.#underWay.join('all', (signal) => this.#walk({ ...options, signal }), options);
    } catch (error) {
      throw failureInAccount(error, accountName);
    }
  }

  async #walk(options: CallOptions): Promise<Entries<T>> {
    const { uptime, walk, idOf, nameOf } = this.#options;
    const at = uptime();
    try {
      const all = await walk(options);
      const entries = {
        byId: new Map(all.map((entry) => [idOf(entry), entry])),
        byName: byNameOf(all, nameOf),
        at,
      };
      this.#kept = entries;
      return entries;
    } catch (error) {
      this.#refusal.note(error);
      throw error;
    }
  }
}

function byNameOf<T>(all: readonly T[], nameOf: (entry: T) => string): ReadonlyMap<string, readonly T[]> {
  const byName = new Map<string, T[]>();
  for (const entry of all) {
    const name = nameOf(entry).toLowerCase();
    const alike = byName.get(name);
    if (alike) alike.push(entry);
    else byName.set(name, [entry]);
  }
  return byName;
}
