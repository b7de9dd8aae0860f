import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codes } from './support/error-codes.ts';
import { type Answer, list, type Pair, pick, startPair } from './support/gateway.ts';

/*
 * Whatever the upstream answers: never a crash, never a hang past the deadline, never an
 * empty list for a broken answer, never a message that was not meant for callers.
 */
let pair: Pair;
beforeAll(async () => {
  pair = await startPair({
    ECS_MAX_ATTEMPTS: '1',
    ECS_TIMEOUT_MS: '1000',
    ECS_DEADLINE_MS: '2000',
    ECS_CIRCUIT_BREAKER: 'off',
    ECS_CALLS_PER_MINUTE: '100000',
  });
});
afterAll(() => pair.close());

const everything = `{ sessions(regionIds: ["cn-hangzhou"]) {
  ... on SessionConnection { nodes { id sessionId regionId creationTime principalId identityType username clientIp
    targetServer portNumber active raw connections { instanceId status startTime endTime durationSeconds closedReason
    failedDetail } } pageInfo { hasNextPage endCursor } }
  ... on GatewayError { code message retryable } } }`;
/** Words of our own insides, of Node's and of the SDK's, which no caller should read. */
const insides =
  /node_modules|\.ts:\d|\.js:\d|at [\w.]+ \(|Cannot read prop|is not a function|undefined|Signature|127\.0\.0\.1/;

/** Asks while the upstream answers so, and checks all that must hold of any answer. */
async function askAgainst(misbehave: () => () => void): Promise<Answer> {
  const undo = misbehave();
  try {
    const answer = await pair.ask(everything);
    const text = JSON.stringify(answer);
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    const messages = [
      pick(answer.data, 'sessions.message'),
      ...(answer.errors ?? []).map(({ message }) => message),
    ];
    for (const message of messages) expect(String(message ?? '')).not.toMatch(insides);
    return answer;
  } finally {
    undo();
  }
}

function expectTypedError(answer: Answer) {
  expect(codes).toContain(pick(answer.data, 'sessions.code'));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** What DescribeTerminalSessions answers with: records in a list, and a token that is text or nothing. */
const isAnswer = (sent: unknown) => {
  const json = asRead(sent);
  const sessions = isRecord(json) && isRecord(json.Sessions) ? json.Sessions.Session : undefined;
  const token = isRecord(json) ? (json.NextToken ?? '') : undefined;
  return Array.isArray(sessions) && sessions.every(isRecord) && typeof token === 'string';
};

describe('an upstream that answers', () => {
  it('any JSON gets a typed error, and never an empty list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (json) => {
        const answer = await askAgainst(() => pair.emulator.misbehave({ kind: 'body', json }));
        if (!isAnswer(json)) expectTypedError(answer);
      }),
      { numRuns: 150 },
    );
  });

  it('almost what it should gets its records served, or a typed error', async () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', null, 0, -1, 1e99, 'Connected', '2024-01-19T09:15Z', 'x'.repeat(9999)),
    );
    const record = fc.dictionary(
      fc.constantFrom(
        'SessionId',
        'CreationTime',
        'PortNumber',
        'ClientIP',
        'IdentityType',
        'Username',
        'Connections',
        '__proto__',
        'constructor',
      ),
      fc.oneof(
        odd,
        fc.record({
          Connection: fc.oneof(
            odd,
            fc.array(
              fc.dictionary(
                fc.constantFrom('Status', 'StartTime', 'EndTime', 'InstanceId', 'ClosedReason'),
                odd,
              ),
            ),
          ),
        }),
      ),
    );
    const answerOf = fc.record({
      NextToken: fc.oneof(fc.constant(''), odd),
      Sessions: fc.record({ Session: fc.oneof(fc.array(record, { maxLength: 5 }), odd) }),
    });
    await fc.assert(
      fc.asyncProperty(answerOf, async (json) => {
        const answer = await askAgainst(() => pair.emulator.misbehave({ kind: 'body', json }));
        if (!isAnswer(json)) return expectTypedError(answer);
        const { Session } = Object(asRead(json)).Sessions;
        // Ten were asked for; each that came is served, however odd it is.
        expect(list(answer.data, 'sessions.nodes').map((node) => pick(node, 'raw'))).toEqual(Session);
      }),
      { numRuns: 200 },
    );
  });

  it('any status with any bytes gets a typed error', async () => {
    const bytes = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '<html>', '{"Sessions":', 'null', '[]', '{"Code":"Throttling"}'),
    );
    const status = fc.constantFrom(200, 201, 204, 301, 304, 400, 403, 404, 418, 429, 500, 502, 503, 599);
    const types = fc.constantFrom('application/json', 'text/html', 'application/xml', '');
    await fc.assert(
      fc.asyncProperty(status, types, bytes, async (status, type, text) => {
        const headers = { 'content-type': type };
        const answer = await askAgainst(() =>
          pair.emulator.misbehave({ kind: 'raw', status, headers, text }),
        );
        if (status >= 300 || !isAnswer(parsed(text))) expectTypedError(answer);
      }),
      { numRuns: 150 },
    );
  });

  it('any error body gets a typed error', async () => {
    const body = fc.record(
      { Code: fc.jsonValue(), Message: fc.jsonValue(), RequestId: fc.jsonValue() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(400, 403, 404, 429, 500, 503), body, async (status, json) => {
        expectTypedError(await askAgainst(() => pair.emulator.misbehave({ kind: 'body', status, json })));
      }),
      { numRuns: 100 },
    );
  });
});

/** What the gateway reads of it: a number that JavaScript does not hold exactly is its text. */
function asRead(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json ?? null), (_key, value) =>
    Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
