import type { AccountData, AccountOptions, KeyPair } from './account.ts';
import type { TokenKind } from './actions/position.ts';
import type { ListOrder, RecordCap } from './session-records.ts';

/** Options of createEmulator: the own account, the other accounts, and one way where the documentation leaves several. */
export interface EmulatorOptions extends AccountData {
  /** Key pairs of the own account that may call; with `securityToken` an STS key, whose token must match. */
  credentials: readonly KeyPair[];
  /** The own account's id; 16 digits. That of the demo unless given. */
  accountId?: string | undefined;
  /** The own account's name; `default` unless given. */
  name?: string | undefined;
  /** Accounts beside the own one, each with its own data, keys and roles. */
  otherAccounts?: readonly AccountOptions[] | undefined;
  /**
   * The cloud's clock, in epoch milliseconds; Date.now unless given. The `Date` header, the age of records, the end of
   * sessions and the minutes of quotas go by it.
   */
  now?: (() => number) | undefined;
  /**
   * The clock that signatures are checked against, in epoch milliseconds; Date.now unless given: whoever signs with the
   * real SDK signs with the real time, wherever `now` is.
   */
  signatureClock?: (() => number) | undefined;
  /**
   * What a NextToken holds. `anchor` (default): the record that it follows. It goes on there whatever arrives above,
   * and is refused once that record is gone. `offset`: how many records stand above. It is never refused, and a record
   * that arrives or goes above shifts it. Which of the two ECS does is not documented.
   */
  tokens?: TokenKind | undefined;
  /** The order in which records are listed; `newest-first` unless given. Not documented. */
  order?: ListOrder | undefined;
  /** How many records are kept; all unless given. The documentation says 1,000 successful ones, not of what. */
  cap?: RecordCap | undefined;
  /** How many days a record is kept, from its CreationTime; for ever unless given. ECS keeps them for 28. */
  retentionDays?: number | undefined;
  /**
   * What DescribeInstances answers to a caller whose policies do not allow it: Forbidden.RAM (default), or a list
   * without an instance, which a dry run alone distinguishes from the truth.
   */
  unpermitted?: 'forbidden' | 'empty' | undefined;
}
