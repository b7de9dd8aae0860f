import { UpstreamUnavailableError } from '../errors.ts';

/** As many ids as one call takes fit one page; a token that never ends must not hold a call for ever. */
const maxPages = 10;

/** One page of whatever. */
interface Page<T> {
  records: readonly T[];
  /** Null on the last page. */
  nextToken: string | null;
}

/**
 * Reads a list from its first page to its last.
 *
 * @throws UpstreamUnavailableError where it does not end
 */
export async function allPages<T>(
  action: string,
  read: (nextToken: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const found: T[] = [];
  let nextToken: string | undefined;
  for (let count = 0; count < maxPages; count++) {
    const page = await read(nextToken);
    found.push(...page.records);
    if (page.nextToken === null) return found;
    nextToken = page.nextToken;
  }
  throw new UpstreamUnavailableError(`ECS sent pages without end for one ${action} call.`);
}
