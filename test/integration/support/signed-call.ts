import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';

/** What a call is made of; tests change one part of it. */
export interface CallParts {
  action: string;
  /** Of ECS unless given. */
  version?: string;
  query?: Record<string, string>;
  key?: { accessKeyId: string; accessKeySecret: string; securityToken?: string };
  date?: Date;
  nonce?: string;
  /** Changes the headers after they were signed. */
  tamper?: (headers: Record<string, string>) => void;
  /** Changes the path and query after they were signed. */
  tamperPath?: (path: string) => string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Sends one call signed with ACS3-HMAC-SHA256, by neither the SDK's code nor the emulator's. */
export async function signedCall(url: string, parts: CallParts) {
  const { action, query = {}, key = { accessKeyId: '', accessKeySecret: '' }, date = new Date() } = parts;
  const canonicalQuery = Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    // By name: as `name=value`, `InstanceId.10` would stand before `InstanceId.1`, for a digit sorts before `=`.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': `${date.toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': parts.nonce ?? randomUUID(),
    'x-acs-version': parts.version ?? '2014-05-26',
    ...(key.securityToken !== undefined && { 'x-acs-security-token': key.securityToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', canonicalQuery, lines, names.join(';'), sha256('')].join('\n');
  const signature = createHmac('sha256', key.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  parts.tamper?.(headers);
  const path = `/?${canonicalQuery}`;
  return send(url, parts.tamperPath?.(path) ?? path, headers);
}

function send(url: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const call = request(new URL(path, url), { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      call.on('error', reject);
      call.end();
    },
  );
}

/** The same call, with the JSON of its answer; undefined where it is none. */
export async function jsonCall(url: string, parts: CallParts) {
  const answer = await signedCall(url, parts);
  return { ...answer, json: parse(answer.text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
