import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../integration/support/demo.ts';
import type { Pair } from '../integration/support/gateway.ts';
import { createIdentityProvider, trusting } from '../integration/support/tokens.ts';
import { isBrowserMissing, launchBrowser } from './support/browser.ts';

describe.skipIf(isBrowserMissing('GraphiQL in a browser'))('GraphiQL in a browser', () => {
  let pair: Pair;
  let browser: Browser;
  beforeAll(async () => {
    pair = await startDemo(Date.now());
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pair?.close();
  });

  it('works offline: each of the first tabs runs as it stands, and shows rows', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['127.0.0.1', ''].includes(url.hostname)) foreign.push(request.url());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(pair.url);

    for (const [tab, shown] of [
      ['RootOnMachine', /"name": "bastion-01"/],
      ['FromNetwork', /"clientIp": "192\.0\.2\.214"/],
      ['LongSessions', /"durationSeconds"/],
      ['PortForwardings', /"portNumber": 3306/],
      ['ByName', /"displayName": "Li Wei \(releases\)"/],
      ['OnMachineNow', /"name": "bastion-01"/],
      ['ActiveNow', /"status": "CONNECT/],
      ['Recordings', /"bucketName": "session-audit-/],
      ['RefusedAccount', /"code": "ACCESS_DENIED"/],
      ['RecentSessions', /"sessionId": "s-/],
      ['OneSession', /"__typename": "Session"/],
      ['FailedSessions', /"status": "FAILED"/],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      // GraphiQL takes a moment to see which operation a tab holds: a click may come too early, and is repeated.
      const run = async () => {
        await page.getByRole('button', { name: /execute query/i }).click();
        await page.waitForTimeout(700);
        // The editor draws blanks as no-break spaces, and only the lines in view.
        return (await page.locator('.graphiql-response').innerText()).replaceAll('\u00a0', ' ');
      };
      await expect.poll(run, { timeout: 15_000, interval: 300, message: tab }).toMatch(shown);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/graphiql-${tab}.png` });
    }
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
  }, 60_000);

  it('describes everything in its docs explorer, and hints at the Authorization header', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(pair.url);
    await page.getByRole('button', { name: /documentation explorer/i }).click();
    const docs = page.locator('.graphiql-plugin');
    await docs.getByRole('link', { name: 'Query' }).click();
    await docs.getByText('newest first').first().waitFor();
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.getByText('"Authorization"').first().waitFor();
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/graphiql-docs.png` });
  }, 60_000);

  it('is where a browser is led from the root, as long as it is on', async () => {
    const page = await browser.newPage();
    await page.goto(new URL('/', pair.url).href);
    expect(page.url()).toBe(pair.url);
    await page.getByRole('tab', { name: 'RootOnMachine' }).waitFor();
    expect(await page.locator('.caller-token').count()).toBe(0);

    const root = (url: string, accept: string) =>
      fetch(new URL('/', url), { headers: { accept }, redirect: 'manual' });
    expect((await root(pair.url, 'application/json')).status).toBe(404);
    const without = await startDemo(Date.now(), { GRAPHIQL: 'off' });
    expect((await root(without.url, 'text/html')).status).toBe(404);
    await without.close();
  }, 60_000);

  it('asks for a token where one is needed, sends it to the gateway alone, and keeps it nowhere', async () => {
    const provider = await createIdentityProvider();
    const guarded = await startDemo(Date.now(), trusting(provider.file));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const sent: [path: string, authorization: string | undefined][] = [];
    page.on('request', (request) => {
      const { authorization } = request.headers();
      if (request.method() === 'POST') sent.push([new URL(request.url()).pathname, authorization]);
    });
    await page.goto(guarded.url);
    const field = page.getByLabel('Token');
    const answer = async () => {
      await page.getByRole('button', { name: /execute query/i }).click();
      await page.waitForTimeout(700);
      return (await page.locator('.graphiql-response').innerText()).replaceAll('\u00a0', ' ');
    };
    await page.getByRole('tab', { name: 'FromNetwork' }).click();
    await expect.poll(answer, { timeout: 15_000, interval: 300 }).toMatch(/no bearer token/);

    const tokens = [await provider.token(), await provider.token({ ecs_accounts: [] })] as const;
    // The docs are there as soon as there is a token to read the schema with; the second token replaces the first.
    await field.fill(tokens[0]);
    await field.blur();
    await page.getByRole('button', { name: /documentation explorer/i }).click();
    await page.locator('.graphiql-plugin').getByRole('link', { name: 'Query' }).waitFor();
    await expect.poll(answer, { timeout: 15_000, interval: 300 }).toMatch(/"clientIp": "192\.0\.2\.214"/);
    await field.fill(`Bearer ${tokens[1]}`);
    await expect
      .poll(answer, { timeout: 15_000, interval: 300 })
      .toMatch(/"code": "(BAD_REQUEST|ACCESS_DENIED)"/);
    const authorizations = new Set(sent.map(([, authorization]) => authorization));
    expect(authorizations).toEqual(new Set([undefined, ...tokens.map((token) => `Bearer ${token}`)]));
    expect(new Set(sent.map(([path]) => path))).toEqual(new Set(['/graphql']));

    // A header of GraphiQL's own goes before the field; to another path, the token does not go.
    const ownHeader = await page.evaluate(async () => {
      await fetch('/graphql', { method: 'POST', headers: { authorization: 'Bearer other' } });
      await fetch('/elsewhere', { method: 'POST' });
    });
    expect(ownHeader).toBeUndefined();
    expect(sent.slice(-2)).toEqual([
      ['/graphql', 'Bearer other'],
      ['/elsewhere', undefined],
    ]);

    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
    );
    for (const token of tokens) expect(stored).not.toContain(token.slice(-30));
    await page.reload();
    expect(await field.inputValue()).toBe('');
    await guarded.close();
  }, 60_000);
});
