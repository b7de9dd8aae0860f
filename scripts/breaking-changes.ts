import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * The changes since the last release that break clients, and of which the changelog says nothing.
 *
 * @param released SDL of the last release
 * @param current SDL of now
 * @param changelog its section "Unreleased" must name the path of each breaking change, such as `Session.username`
 */
export async function unannouncedBreakingChanges(
  released: string,
  current: string,
  changelog: string,
): Promise<string[]> {
  const unreleased = /^## Unreleased$(.*?)(?=^## |(?![\s\S]))/ms.exec(changelog)?.[1] ?? '';
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .filter(({ path }) => path === undefined || !unreleased.includes(`\`${path}\``))
    .map(({ path, message }) => `${path}: ${message}`);
}
