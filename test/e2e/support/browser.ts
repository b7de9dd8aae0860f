import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Returns whether there is no browser; then says in one line what is skipped for it. */
export function isBrowserMissing(what: string): boolean {
  const isMissing = !existsSync(executablePath);
  if (isMissing) {
    process.stdout.write(
      `skipped: ${what}, since there is no ${executablePath} (apt-get install chromium, or set CHROMIUM)\n`,
    );
  }
  return isMissing;
}

/** Starts a browser that asks nobody for anything by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}
