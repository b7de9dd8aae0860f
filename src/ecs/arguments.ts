import { BadRequestError } from './errors.ts';
import { isRegionId, type RegionId } from './region-id.ts';

/** Longest id that is passed on; the upstream's have about twenty characters. */
export const longestId = 256;

/** An argument that takes an id. */
type IdArgument = 'instanceId' | 'sessionId';

interface IdForm {
  pattern: RegExp;
  expected: string;
  /** For who wrote a name instead. */
  notAName: string;
}

const forms: Readonly<Record<IdArgument, IdForm>> = {
  instanceId: {
    // Of today; of a machine elsewhere that Cloud Assistant manages; of ECS's first years.
    pattern: /^(?:i-[A-Za-z0-9-]+|mi-[A-Za-z0-9-]+|AY[A-Z0-9]+)$/,
    expected:
      'the id of an instance, such as "i-bp1i7gg30r52z2em0001" (or of a managed one, such as "mi-hz018jrc1o0", or an old one, such as "AY1405211708164784")',
    notAName: 'The name of a machine is not its id.',
  },
  sessionId: {
    pattern: /^s-[A-Za-z0-9-]+$/,
    expected: 'the id of a session, such as "s-hz023od0x90001"',
    notAName: 'The name of a user is not the id of a session: filter.usernames finds sessions by it.',
  },
};

/**
 * An id that somebody wrote as an argument. ECS answers anything that is no id, such as a name, with an empty list, which
 * reads as "nobody was there". Ids that came from ECS and return in a node id or an entity key need only `checkId`.
 *
 * @param name what refusals call it; the argument unless given
 * @returns undefined where none is given
 * @throws BadRequestError that says what an id looks like
 */
export function writtenId(
  argument: IdArgument,
  id: string | null | undefined,
  name: string = argument,
): string | undefined {
  const checked = checkId(name, id);
  const { pattern, expected } = forms[argument];
  if (checked === undefined || pattern.test(checked)) return checked;
  const got = JSON.stringify(checked.slice(0, 64));
  throw new BadRequestError(
    [`${name} must be ${expected}, but got: ${got}.`, ...hints(argument, checked)].join(' '),
  );
}

/**
 * An id that may be sent to ECS. An empty one is refused: ECS would take it for "any", and answer more than was asked.
 *
 * @returns undefined where none is given
 */
export function checkId(argument: string, id: string | null | undefined): string | undefined {
  if (id === null || id === undefined) return undefined;
  if (id !== '' && id.length <= longestId) return id;
  throw new BadRequestError(`${argument} must have 1 to ${longestId} characters, but got: ${id.length}.`);
}

function hints(argument: IdArgument, id: string): string[] {
  const other = argument === 'instanceId' ? 'sessionId' : 'instanceId';
  if (forms[other].pattern.test(id)) return [`This is the form of ${other}.`];
  if (forms[argument].pattern.test(id.trim().toLowerCase())) return ['It has no spaces, and small letters.'];
  return /^[\p{L}\p{N}._@-]+$/u.test(id) ? [forms[argument].notAName] : [];
}

/** @throws BadRequestError for anything but a whole number from 1 to 65535 */
export function parsePort(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  const got = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
  throw new BadRequestError(
    `A Port must be a whole number from 1 to 65535, such as 3306, not text, but got: ${got}.`,
  );
}

/**
 * Checks a region id before anything is done with it. The SDK puts the region id into the host it sends the signed
 * request to, so `a@evil.example/` would carry the credentials to evil.example.
 *
 * @throws BadRequestError for anything that has not the syntax of a region id
 */
export function parseRegionId(value: unknown): RegionId {
  if (isRegionId(value)) return value;
  throw new BadRequestError(
    'A region id must be lower-case words and digits joined by hyphens, such as "cn-hangzhou", at most 63 characters.',
  );
}
