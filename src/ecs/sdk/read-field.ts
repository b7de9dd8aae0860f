import { isIP } from 'node:net';
import type { AccountRegion } from '../account-region.ts';
import { epochOf } from '../epoch.ts';
import { MalformedFieldError } from '../errors.ts';
import type { Field, JsonObject, Moment } from '../record.ts';
import { isObject } from './answer-shape.ts';

/*
 * Reading one field of a record. Each reader gives null for what is absent, null or empty, the value for what is
 * understood, and a MalformedFieldError in its place for the rest: one odd field never costs the record.
 */

/** Text. Whole numbers are taken as their digits; those that JavaScript would round came as text (`exact-json.ts`). */
export function text(record: JsonObject, name: string): Field<string> {
  const value = record[name];
  if (isAbsent(value)) return null;
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : new MalformedFieldError(name, 'text');
}

const iso8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** What ECS mostly sends; a hundred records have three hundred times, and a Date for each is dear. */
const wholeSecondsInUtc = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** A time in ISO 8601 with its zone; DescribeInstances leaves the seconds out. A leap second is the one after it. */
export function time(record: JsonObject, name: string): Field<Moment> {
  const value = record[name];
  if (isAbsent(value)) return null;
  if (typeof value === 'string') {
    const isUsual = wholeSecondsInUtc.test(value);
    const epochMs = isUsual || iso8601.test(value) ? epochOf(value) : Number.NaN;
    if (!Number.isNaN(epochMs)) {
      return { epochMs, text: isUsual ? `${value.slice(0, -1)}.000Z` : new Date(epochMs).toISOString() };
    }
  }
  return new MalformedFieldError(name, 'an ISO 8601 time');
}

/** An IPv4 or IPv6 address without a zone. */
export function ip(record: JsonObject, name: string): Field<string> {
  const value = record[name];
  if (isAbsent(value)) return null;
  return isAddress(value) ? value : new MalformedFieldError(name, 'an IP address');
}

/** A TCP port; 0 means none. */
export function port(record: JsonObject, name: string): Field<number> {
  const value = record[name];
  if (isAbsent(value) || value === 0 || value === '0') return null;
  const number = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= 65_535) return number;
  return new MalformedFieldError(name, 'a port number');
}

/** A switch. ECS sends some as JSON's own true and false, others as text. */
export function flag(record: JsonObject, name: string): Field<boolean> {
  const value = record[name];
  if (isAbsent(value)) return null;
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  return new MalformedFieldError(name, 'true or false');
}

/** Called with a value that ECS does not document, when its field is read. */
export type OnUnknown = (field: string, value: string) => void;

/** One of the documented values; anything else ECS may send one day is UNKNOWN. */
export function oneOf<T extends string>(
  values: ReadonlyMap<string, T>,
  record: JsonObject,
  name: string,
  onUnknown: OnUnknown,
): Field<T | 'UNKNOWN'> {
  const value = record[name];
  if (isAbsent(value)) return null;
  if (typeof value !== 'string') return new MalformedFieldError(name, 'text');
  const documented = values.get(value);
  if (documented === undefined) onUnknown(name, value);
  return documented ?? 'UNKNOWN';
}

/** The addresses of a list, or of the single field ECS uses for an elastic IP; what is no address is left out. */
export function addresses(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter(isAddress);
}

/** The object within an object, such as `VpcAttributes`; an empty one where there is none. */
export function member(record: JsonObject, name: string): JsonObject {
  const value = record[name];
  return isObject(value) ? value : {};
}

/** The objects of a list within an object, such as `Tags.Tag`; what is no object is left out. */
export function members(record: JsonObject, name: string): JsonObject[] {
  const value = record[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Notes in each malformed field of a record where the record is from: those of several regions stand in one list. */
export function placedFields<T extends object>(at: AccountRegion, record: T): T {
  for (const field of Object.values(record)) {
    if (field instanceof MalformedFieldError) field.in(at);
  }
  return record;
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
}

function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}
