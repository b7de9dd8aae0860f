/** A value deep in a wire record. Tests put records of any shape into a fleet, and none may break the answer. */
export function wireField(record: unknown, ...path: string[]): unknown {
  let value = record;
  for (const name of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** The list deep in a wire record; empty where there is none. */
export function wireList(record: unknown, ...path: string[]): unknown[] {
  const value = wireField(record, ...path);
  return Array.isArray(value) ? value : [];
}
