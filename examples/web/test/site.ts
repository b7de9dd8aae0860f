import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { preview } from 'vite';
import { startTestGateway } from '../../test/gateway.ts';
import { SessionsPage } from './sessions-page.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is no browser to test with. */
export const hasNoBrowser = !existsSync(executablePath);
if (hasNoBrowser) {
  process.stdout.write(`skipped: the page, since there is no ${executablePath} (apt-get install chromium)\n`);
}

/** The data layers of the page, which all tests hold for. */
export const layers = ['apollo', 'relay'] as const;
export type Layer = (typeof layers)[number];

export type Site = Awaited<ReturnType<typeof startSite>>;

/** The built page, the gateway behind it, and a browser in front of it. */
export async function startSite() {
  // Nothing cached, so that each call the page causes reaches the emulator, and its faults the page.
  const gateway = await startTestGateway({ CACHE_TTL_MS: '0' });
  const server = await preview({
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port: 0, proxy: { '/graphql': { target: new URL(gateway.url).origin } } },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (!url) throw new Error('vite preview listens nowhere');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  return {
    emulator: gateway.emulator,
    /** A browser window of its own, with the page over one data layer. */
    async open(layer: Layer, parameters: Record<string, string>): Promise<SessionsPage> {
      const page = await browser.newPage({ viewport: { width: 1400, height: 700 } });
      await page.goto(`${url}?${new URLSearchParams({ data: layer, ...parameters })}`);
      return new SessionsPage(page);
    },
    /** Keeps a picture in the folder that SCREENSHOTS names, where it names one. */
    async picture({ page }: SessionsPage, name: string): Promise<void> {
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
    },
    /** Between tests: no window, no fault and no count of one reaches the next. */
    async reset() {
      await closeWindows(browser);
      gateway.emulator.heal();
      gateway.emulator.clearCalls();
    },
    async close() {
      await browser.close();
      await server.close();
      await gateway.close();
    },
  };
}

async function closeWindows(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}
