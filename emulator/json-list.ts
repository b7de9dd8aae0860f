import type { ApiError } from './api-error.ts';

/**
 * A parameter that is a JSON array of up to 100 texts; null where it is absent.
 *
 * @throws ApiError what `malformed` makes, where it is anything else
 */
export function parseJsonList(text: string | undefined, malformed: () => ApiError): Set<unknown> | null {
  if (text === undefined) return null;
  const list = parseJson(text);
  const isValid =
    Array.isArray(list) && list.length <= 100 && list.every((entry) => typeof entry === 'string');
  if (!isValid) throw malformed();
  return new Set(list);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
