import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from '../integration/support/gateway.ts';
import { isBrowserMissing, launchBrowser } from './support/browser.ts';

/** Runs in a page: asks the gateway in every way that a page can, and says what it could read. */
async function tryToRead(url: string): Promise<string[]> {
  const query = '{ regions { regionId } }';
  const post = { method: 'POST', body: JSON.stringify({ query }) };
  const json = { 'content-type': 'application/json' };
  const attempts: [string, RequestInit][] = [
    [url, { ...post, headers: json }],
    [url, { ...post, headers: json, credentials: 'include' }],
    [url, { ...post, headers: { ...json, authorization: 'Bearer a.b.c' } }],
    [url, { ...post }],
    [url, { ...post, mode: 'no-cors' }],
    [`${url}?query=${encodeURIComponent(query)}`, {}],
    [`${url}?query=${encodeURIComponent(query)}`, { mode: 'no-cors' }],
    [`${url}?query=${encodeURIComponent(query)}`, { headers: { accept: 'text/event-stream' } }],
  ];
  return Promise.all(
    attempts.map(async ([target, init]) => {
      try {
        const answer = await fetch(target, init);
        return (await answer.text()).includes('cn-hangzhou') ? 'read' : `${answer.type} ${answer.status}`;
      } catch {
        return 'blocked';
      }
    }),
  );
}

describe.skipIf(isBrowserMissing("other sites' pages in a browser"))('in a browser', () => {
  let browser: Browser;
  let pair: Pair;
  const pages: Server[] = [];
  /** An origin of its own, with an empty page. */
  const startSite = async (host: string) => {
    const site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>a page</title>');
    });
    pages.push(site);
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    return `http://${host}:${(site.address() as AddressInfo).port}`;
  };
  let named: string;
  let alsoNamed: string;
  let sameSite: string;
  let crossSite: string;

  beforeAll(async () => {
    named = await startSite('127.0.0.1');
    alsoNamed = await startSite('localhost');
    sameSite = await startSite('127.0.0.1');
    crossSite = await startSite('localhost');
    pair = await startPair({ CORS_ORIGINS: `${named},${alsoNamed}` });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pair?.close();
    for (const page of pages) page.close();
  });

  const open = async (origin: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(origin);
    return page;
  };
  const attempts = (page: Page) => page.evaluate(tryToRead, pair.url);

  it('pages of each origin named read the records', async () => {
    for (const origin of [named, alsoNamed, named]) {
      const [json, , withToken, ...others] = await attempts(await open(origin));
      expect([json, withToken]).toEqual(['read', 'read']);
      // A POST that no preflight went before is refused to them as well.
      expect(others.slice(0, 2)).toEqual(['cors 415', 'opaque 0']);
    }
  }, 60_000);

  it('pages of other origins, of the same site and of another, read nothing', async () => {
    for (const origin of [sameSite, crossSite, sameSite]) {
      pair.emulator.clearCalls();
      const could = await attempts(await open(origin));
      expect(could).toEqual(could.map((_, at) => (at === 4 || at === 6 ? 'opaque 0' : 'blocked')));
      expect(pair.emulator.calls).toEqual([]);
    }
  }, 60_000);

  it('a sandboxed frame, whose origin is null, reads nothing, not even in a page of an origin named', async () => {
    for (const origin of [named, crossSite, named]) {
      const page = await open(origin);
      pair.emulator.clearCalls();
      const could = await page.evaluate(
        ([script, url]) =>
          new Promise<unknown>((resolve) => {
            window.addEventListener('message', ({ data, origin }) => resolve({ could: data, origin }));
            const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.srcdoc = `<script>(${script})(${JSON.stringify(url)}).then((could) => parent.postMessage(could, '*'))</script>`;
            document.body.append(frame);
          }),
        [tryToRead.toString(), pair.url],
      );
      expect(could).toEqual({
        origin: 'null',
        could: ['blocked', 'blocked', 'blocked', 'blocked', 'opaque 0', 'blocked', 'opaque 0', 'blocked'],
      });
      expect(pair.emulator.calls).toEqual([]);
    }
  }, 60_000);
});
