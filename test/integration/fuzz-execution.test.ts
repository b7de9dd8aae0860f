import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoFleet } from '../../demo/own-fleet.ts';
import { type AnyRequest, anyRequest } from './support/any-document.ts';
import type { Samples } from './support/any-input.ts';
import { type Answer, list, now, type Pair, pick, startPair } from './support/gateway.ts';
import { comparable, createPlainGraphQL, patience } from './support/plain-graphql.ts';

/*
 * Whatever is asked, and however often, the gateway answers what graphql-js says, and so what the specification says.
 * Pages of the upstream are kept, or most of the time would be the upstream's. Whole answers are not: a variable that no
 * operation declares, and execution so does not see, makes each request another one.
 */
const agent = new Agent({ keepAlive: true });
let pair: Pair;
let samples: Samples;
beforeAll(async () => {
  pair = await startPair(
    {
      CACHE_TTL_MS: '3600000',
      MAX_UPSTREAM_CALLS: '100000',
      ECS_TIMEOUT_MS: String(patience),
      ECS_DEADLINE_MS: String(patience),
    },
    { fleet: smallFleet() },
  );
  samples = await sample(pair);
});
afterAll(async () => {
  agent.destroy();
  await pair.close();
});

describe('any request', () => {
  it('is answered as graphql-js answers it, the first time, the second and the third', async () => {
    const plain = createPlainGraphQL(pair.endpoint);
    let number = 0;
    const outcomes = { whole: 0, partial: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(anyRequest(samples), async ({ query, variables }) => {
        // No document has been asked before, not even while a failing one is made smaller.
        number += 1;
        const asked = { query: `${query}\n# ${number}`, variables };
        const expected = comparable(await plain(asked));
        for (const time of ['first', 'second', 'third']) {
          const answer = comparable(await ask(asked, time));
          // Only the gateway limits how large a document may be, and what it may cost.
          fc.pre(
            !answer.errors?.some(({ message }) =>
              /The operation has|more than \d+ tokens|This request may cost/.test(message ?? ''),
            ),
          );
          expect({ time, ...answer }).toEqual({
            time,
            ...expected,
            // What graphql-js itself refuses has no code before the server gives it one.
            errors: expected.errors?.map((error, index) => ({
              ...error,
              code: error.code ?? answer.errors?.[index]?.code,
            })),
          });
        }
        outcomes[expected.errors === undefined ? 'whole' : expected.data ? 'partial' : 'refused'] += 1;
      }),
      { numRuns: 5000, seed: 20140526 },
    );
    // A generator whose documents are refused, or never fail, would prove little.
    expect(outcomes.whole).toBeGreaterThan(1000);
    expect(outcomes.partial).toBeGreaterThan(250);
    expect(outcomes.refused).toBeGreaterThan(250);
  }, 600_000);
});

/** Fifteen thousand times: `fetch` would take a quarter of the whole. */
async function ask({ query, variables }: AnyRequest, time: string): Promise<Answer> {
  const body = JSON.stringify({ query, variables: { ...variables, time } });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const asking = request(pair.url, { agent, method: 'POST', headers }).end(body);
  const [response] = await once(asking, 'response');
  const answer = await text(response);
  expect(answer).not.toContain('INTERNAL_SERVER_ERROR');
  return JSON.parse(answer);
}

/** Short lists, some of them with records that cannot be understood. */
function smallFleet() {
  const fleet = createDemoFleet({ now });
  for (const { sessions } of fleet.regions) {
    sessions.splice(12);
    const [first, second, third] = sessions;
    Object.assign(first ?? {}, { CreationTime: 'yesterday', PortNumber: 'x', ClientIP: 1 });
    Object.assign(second ?? {}, { Username: {}, Connections: { Connection: ['x', {}] } });
    Object.assign(third ?? {}, { IdentityType: 'Robot', SessionId: '' });
  }
  return fleet;
}

async function sample({ ask }: Pair): Promise<Samples> {
  const { data } = await ask(`{ sessions(regionIds: ["cn-hangzhou"], first: 5) { ... on SessionConnection {
    edges { cursor node { id sessionId connections { instance { id instanceId } } } } } } }`);
  const edges = list(data, 'sessions.edges');
  const strings = (values: unknown[]) => values.filter((value) => typeof value === 'string');
  const instances = edges
    .flatMap((edge) => list(edge, 'node.connections'))
    .map((one) => pick(one, 'instance'));
  const instanceIds = strings(instances.map((instance) => pick(instance, 'instanceId'))).slice(0, 3);
  return {
    cursors: strings(edges.map((edge) => pick(edge, 'cursor'))),
    sessionIds: ['s-unknown', ...strings(edges.map((edge) => pick(edge, 'node.sessionId')))],
    instanceIds: ['i-unknown', ...instanceIds],
    nodeIds: strings([
      ...edges.map((edge) => pick(edge, 'node.id')),
      ...instances.slice(0, 2).map((instance) => pick(instance, 'id')),
      Buffer.from('Region:cn-hangzhou').toString('base64url'),
    ]),
  };
}
