import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startPair } from './support/gateway.ts';

const here = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
/** Where a gateway can listen on this machine: by name, on loopback, on all addresses, on one of its own. */
const hosts = [
  'localhost',
  '127.0.0.1',
  '0.0.0.0',
  ...(process.platform === 'linux' ? ['127.0.0.2', '127.8.8.8'] : []),
  ...(here.some(({ address }) => address === '::1') ? ['::1', '[::1]'] : []),
  ...here.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
];

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}?query={__typename}`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}

describe('without authentication', () => {
  it.each(hosts)('HOST=%s serves what it announces, and no host of other names', async (HOST) => {
    const pair = await startPair({ HOST, AUTH: 'none', ALLOWED_HOSTS: 'gateway.internal' });
    const { host, port } = new URL(pair.url);
    for (let ask = 0; ask < 3; ask++) {
      expect((await fetch(`${pair.url}?query={__typename}`)).status).toBe(200);
      for (const served of [
        host,
        'localhost',
        `127.0.0.2:${port}`,
        '[::1]',
        'gateway.internal',
        'LocalHost:1',
      ]) {
        expect([served, await statusFor(pair.url, served)]).toEqual([served, 200]);
      }
      for (const foreign of [
        'evil.example',
        `127.0.0.2.evil.example:${port}`,
        '128.0.0.1',
        '[::2]',
        '127.1.evil',
      ]) {
        expect([foreign, await statusFor(pair.url, foreign)]).toEqual([foreign, 403]);
      }
    }
    await pair.close();
  });
});
