/**
 * The value deep in a record, at these names; undefined where there is none. A test may put records of any shape into
 * a fleet, and none of them may break an answer.
 *
 * @example valueAt(instance, 'VpcAttributes', 'VpcId')
 */
export function valueAt(record: unknown, ...names: string[]): unknown {
  let value = record;
  for (const name of names) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** The list deep in a record, at these names; empty where there is none. */
export function listAt(record: unknown, ...names: string[]): unknown[] {
  const value = valueAt(record, ...names);
  return Array.isArray(value) ? value : [];
}
