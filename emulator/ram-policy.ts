import { matchesWildcard } from './wildcard.ts';

/** One statement of a policy: actions such as `ecs:Describe*` on resources such as `acs:ecs:cn-hangzhou:*:*`. */
export interface RamStatement {
  Effect: 'Allow' | 'Deny';
  Action: string | readonly string[];
  Resource: string | readonly string[];
}

/** A policy of RAM, without conditions. */
export interface RamPolicy {
  Version: '1';
  Statement: readonly RamStatement[];
}

/** The policy of a user or a role that has none of its own: it may do everything. */
export const fullAccess: RamPolicy = allow('*');

/**
 * A policy that allows these actions on every resource.
 *
 * @example allow('ecs:DescribeTerminalSessions', 'ram:List*')
 */
export function allow(...actions: string[]): RamPolicy {
  return { Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}

/** The policy in a JSON text; null where there is none, or where it has a part that is not checked here, such as a Condition. */
export function parseRamPolicy(text: string): RamPolicy | null {
  try {
    const policy: unknown = JSON.parse(text);
    return isPolicy(policy) ? policy : null;
  } catch {
    return null;
  }
}

/** Returns whether each of the policies allows the action on the resource. A Deny wins over every Allow. */
export function isAllowed(policies: readonly RamPolicy[], action: string, resource: string): boolean {
  return policies.every(({ Statement }) => {
    const matching = Statement.filter(
      (statement) =>
        textsOf(statement.Action).some((pattern) =>
          matchesWildcard(pattern.toLowerCase(), action.toLowerCase()),
        ) && textsOf(statement.Resource).some((pattern) => matchesWildcard(pattern, resource)),
    );
    return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
  });
}

function isPolicy(value: unknown): value is RamPolicy {
  if (!isObject(value) || value.Version !== '1') return false;
  const { Statement: statements } = value;
  return Array.isArray(statements) && statements.length > 0 && statements.every(isStatement);
}

function isStatement(value: unknown): value is RamStatement {
  if (!isObject(value)) return false;
  const { Effect, Action, Resource, ...unchecked } = value;
  const hasEffect = Effect === 'Allow' || Effect === 'Deny';
  return hasEffect && isTextOrTexts(Action) && isTextOrTexts(Resource) && Object.keys(unchecked).length === 0;
}

function isTextOrTexts(value: unknown): boolean {
  const texts = Array.isArray(value) ? value : [value];
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
