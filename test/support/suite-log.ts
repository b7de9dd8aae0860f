import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * All that gateways log in the whole suite goes into one folder, and beside it whatever must not be in a log: the
 * secrets of the tests, and each token and cursor that was handed out. When the suite ends, the one is searched for the
 * other.
 */

const variable = 'ECS_GATEWAY_SUITE_LOG';
const folder = () => process.env[variable] ?? '';

/** Keeps a piece of a gateway's log. */
export function keepLog(text: string): void {
  if (folder() !== '') appendFileSync(join(folder(), `${process.pid}.log`), text);
}

const secrets = new Set<string>();
/** Shorter texts stand in logs and answers as parts of words. */
const minLength = 8;

/** Notes what must never be in a log. */
export function keepSecret(secret: string): void {
  if (secret.length < minLength || secrets.has(secret)) return;
  secrets.add(secret);
  if (folder() !== '') appendFileSync(join(folder(), `${process.pid}.secrets`), `${secret}\n`);
}

const credentials = new Set<string>();

/** Notes what must be neither in a log nor in an answer: key ids, secrets, tokens of callers, external ids of roles. */
export function keepCredential(credential: string): void {
  keepSecret(credential);
  if (credential.length >= minLength) credentials.add(credential);
}

/** Looks for credentials in what a gateway answered. */
export function searchAnswer(text: string): void {
  for (const credential of credentials) {
    if (text.includes(credential)) throw new Error('The gateway has put a credential into an answer.');
  }
}

/** Vitest's globalSetup of the whole run: opens the folder, and searches it when all projects have ended. */
export default function searchLogsAtTheEnd() {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-session-gateway-log-'));
  process.env[variable] = folder;
  return () => {
    try {
      const { lines, secrets, leaked } = search(folder);
      // Unit tests start no gateway.
      if (lines === 0) return;
      if (leaked.length > 0) {
        // Vitest reports what a teardown throws, and ends with 0 all the same.
        process.exitCode = 1;
        throw new Error(`The gateway's log holds what it must not: ${leaked.slice(0, 5).join(', ')}`);
      }
      process.stdout.write(
        `Searched ${lines} lines of the gateway's logs for ${secrets} secrets: none found.\n`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

/** Thousands of secrets in a hundred megabytes: grep looks for all of them at once, `includes` for one at a time. */
function search(folder: string) {
  const read = (ending: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  const log = read('.log');
  const secrets = new Set(read('.secrets').split('\n').filter(Boolean));
  const [logFile, secretsFile] = [join(folder, 'all'), join(folder, 'sought')];
  writeFileSync(logFile, log);
  writeFileSync(secretsFile, [...secrets, 'ACS3-HMAC', 'x-acs-security-token'].join('\n'));
  const env = { ...process.env, LC_ALL: 'C' };
  const grep = spawnSync('grep', ['-a', '-o', '-F', '-f', secretsFile, logFile], { env, encoding: 'utf8' });
  // 1 says that nothing was found.
  if (grep.status !== 0 && grep.status !== 1) throw grep.error ?? new Error(`grep: ${grep.stderr}`);
  const leaked = [...new Set(grep.stdout.split('\n').filter(Boolean))];
  return { lines: log === '' ? 0 : log.trimEnd().split('\n').length, secrets: secrets.size, leaked };
}
