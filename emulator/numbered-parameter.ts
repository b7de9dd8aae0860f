/** Stands for a parameter such as `Tag.21.Key` where 20 is the highest number. */
export class NumberBeyondRange extends Error {}

/**
 * The values of a list parameter, in the order of their numbers: of `InstanceId.1`, `InstanceId.2` and so on, or, with
 * an ending, of `Tag.1.Key`, `Tag.2.Key`. Keyed by number.
 *
 * @throws NumberBeyondRange for a number below 1 or above the highest
 */
export function numberedParameter(
  params: Readonly<Record<string, string>>,
  { name, ending = '', highest }: { name: string; ending?: string; highest: number },
): Map<number, string> {
  const entries = Object.entries(params).flatMap(([key, value]) => {
    if (!key.startsWith(`${name}.`) || !key.endsWith(ending)) return [];
    const digits = key.slice(name.length + 1, key.length - ending.length);
    if (!/^\d+$/.test(digits)) return [];
    const number = Number(digits);
    if (number < 1 || number > highest) throw new NumberBeyondRange(key);
    return [[number, value] as const];
  });
  return new Map(entries.sort(([a], [b]) => a - b));
}
