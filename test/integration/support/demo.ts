import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemo } from '../../../demo/accounts.ts';
import { startPair } from './gateway.ts';

/**
 * The gateway in front of the demo's three accounts.
 *
 * @param now when the demo is, in epoch milliseconds
 */
export async function startDemo(now: number, environment: Record<string, string> = {}) {
  const { accounts, emulator } = createDemo({ now });
  const folder = mkdtempSync(join(tmpdir(), 'demo-accounts-'));
  try {
    const file = join(folder, 'accounts.json');
    writeFileSync(file, JSON.stringify(accounts));
    return await startPair({ ACCOUNTS_FILE: file, ...environment }, emulator);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
