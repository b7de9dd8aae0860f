import { expect } from 'vitest';
import { startPair } from './gateway.ts';
import { createIdentityProvider, trusting } from './tokens.ts';

/** A gateway with authentication, and the lines of its log that say who asked for what. */
export async function startAudited() {
  const provider = await createIdentityProvider();
  const pair = await startPair({ ...trusting(provider.file), ECS_CIRCUIT_BREAKER: 'off' });
  const lines = () => pair.lines.filter(({ msg }) => msg === 'audit');
  /** The only line there is. */
  const line = async () => {
    await expect.poll(lines).toHaveLength(1);
    return lines()[0];
  };
  return {
    pair,
    provider,
    lines,
    line,
    /** Asks as alice, or whoever the claims say, and gives the line that this leaves. */
    async ask(query: string, variables: object = {}, claims: object = {}) {
      await pair.ask(query, variables, { authorization: `Bearer ${await provider.token({ ...claims })}` });
      return line();
    },
  };
}

export type Audited = Awaited<ReturnType<typeof startAudited>>;
