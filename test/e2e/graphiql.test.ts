import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, startPair } from '../integration/support/gateway.ts';
import { isBrowserMissing, launchBrowser } from './support/browser.ts';

describe.skipIf(isBrowserMissing('GraphiQL in a browser'))('GraphiQL in a browser', () => {
  let pair: Pair;
  let browser: Browser;
  beforeAll(async () => {
    pair = await startPair();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pair?.close();
  });

  it('works offline: each of the first tabs runs as it stands, and shows rows', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
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
      ['RecentSessions', /"sessionId": "s-hz/],
      ['OneSession', /"__typename": "Session"/],
      ['InstanceSessions', /"name": "checkout-api-01"/],
      ['Regions', /"localName": "China \(Hangzhou\)"/],
      ['ActiveNow', /"status": "CONNECT/],
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
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
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
});
