import { hash } from 'node:crypto';

/**
 * Base64url characters that no compression makes shorter: others for each number, the same in each run.
 *
 * @example randomToken(60, 1) === randomToken(60, 1)
 */
export function randomToken(characters: number, number: number): string {
  let token = '';
  for (let part = 0; token.length < characters; part++) {
    token += hash('sha256', `${number}:${part}`, 'base64url');
  }
  return token.slice(0, characters);
}
