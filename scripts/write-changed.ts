import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Writes a file, unless it is as it should be: while it is written anew, whoever reads it gets half of it. */
export function writeChanged(path: string, contents: string | Uint8Array): void {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(contents))) writeFileSync(path, contents);
}
