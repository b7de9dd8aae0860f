import { z } from 'zod';
import { isRegionId, type RegionId } from './ecs/region-id.ts';
import { isLoopback } from './server/loopback.ts';

/*
 * Parsers of single variables, which come as text. The messages follow the variable's name: `PORT: must be 0 to 65535`.
 */

/** A whole number in decimal digits. */
export const wholeNumber = (minimum: number, maximum: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be ${minimum} to ${maximum}`)
    .default(fallback);

/** `on` or `off`, also written `true` or `false`. */
export const onOff = z
  .enum(['on', 'off', 'true', 'false'])
  .transform((value) => value === 'on' || value === 'true');

/** A region id that may become part of a host name. */
export const regionId = z.custom<RegionId>(isRegionId, 'must be a region id, such as cn-hangzhou');

/** The address to listen on, without the brackets that URLs put around an IPv6 address. */
export const listenHost = z.string().transform((host) => host.replace(/^\[(.*)\]$/, '$1'));

/** With `{regionId}` replaced by a region, it must be the URL of a host and nothing more. */
export const endpoint = z.string().refine((value) => {
  const url = endpointUrl(value);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username
  );
}, 'must be the URL of a host, such as https://ecs-vpc.{regionId}.aliyuncs.com');

/** Origins of pages, as browsers write them. */
export const origins = commaSeparated(
  (origin) => origin === parseUrl(origin)?.origin,
  'must be origins such as https://console.example.com, separated by commas',
);

/** Host names and addresses. */
export const hostNames = commaSeparated(
  (name) => /^([\w.-]+|\[[\da-f:]+\])$/i.test(name),
  'must be host names without ports, separated by commas',
);

/** Where the keys that sign tokens are: over http, whoever can change what is sent could forge tokens. */
export const jwksUrl = z.string().refine((value) => {
  const url = parseUrl(value);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}, 'must be an https: URL, such as https://login.example.com/.well-known/jwks.json');

/** What the names of the gateway's own GraphQL types begin with. */
export const typePrefix = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,30}$/, 'must be a capital letter and letters or digits, such as Ecs');

/** The URL of an endpoint for some region; null for what is no URL. */
export function endpointUrl(text: string | undefined): URL | null {
  return parseUrl(text?.replaceAll('{regionId}', 'cn-hangzhou'));
}

/** Null for what is no URL. */
export function parseUrl(text: string | undefined): URL | null {
  return text && URL.canParse(text) ? new URL(text) : null;
}

function commaSeparated(isValid: (item: string) => boolean, problem: string) {
  return z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .refine((items) => items.every(isValid), problem)
    .default([]);
}
