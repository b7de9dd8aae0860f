import { type SessionRecord, valueOrNull } from '../ecs/record.ts';
import type { ResolvedPrincipal } from './session-filter.ts';

/** A set of principals, each in an account of its own: one id says nothing of another account. */
export class PrincipalSet {
  /** Each once, as `account/id`; equal for equal sets. */
  readonly texts: ReadonlySet<string>;

  constructor(principals: readonly ResolvedPrincipal[]) {
    this.texts = new Set(principals.map(({ accountKey, principalId }) => `${accountKey}/${principalId}`));
  }

  /** Returns whether a session was opened by one of them. Of an assumed role the id may have a session's name behind it. */
  hasOpened(record: SessionRecord): boolean {
    const id = valueOrNull(record.principalId);
    if (id === null) return false;
    const { accountKey } = record;
    return this.texts.has(`${accountKey}/${id}`) || this.texts.has(`${accountKey}/${id.split(':', 1)[0]}`);
  }
}
