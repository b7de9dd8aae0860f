import type { ApiError } from '../api-error.ts';

/** How a numbered parameter is named, and what its numbers may be. */
export interface NumberedParameter {
  /** What stands before the number, such as `InstanceId`. */
  name: string;
  /** What stands after the number, such as `.Key`; nothing unless given. */
  ending?: string;
  /** The highest number. */
  max: number;
  /** The refusal of a number below 1 or above the highest. */
  outOfRange: () => ApiError;
}

/**
 * The values of a numbered parameter by their numbers, in the order of these: of `InstanceId.1`, `InstanceId.2` and so
 * on, or, with an ending, of `Tag.1.Key`, `Tag.2.Key`.
 *
 * @throws ApiError where a number is out of range
 */
export function numberedParameter(
  params: Readonly<Record<string, string>>,
  { name, ending = '', max, outOfRange }: NumberedParameter,
): Map<number, string> {
  const entries = Object.entries(params).flatMap(([key, value]) => {
    if (!key.startsWith(`${name}.`) || !key.endsWith(ending)) return [];
    const digits = key.slice(name.length + 1, key.length - ending.length);
    if (!/^\d+$/.test(digits)) return [];
    const number = Number(digits);
    if (number < 1 || number > max) throw outOfRange();
    return [[number, value] as const];
  });
  return new Map(entries.sort(([a], [b]) => a - b));
}
