import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../../src/ecs/account.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { UnreachableError } from '../../../../src/ecs/errors.ts';
import { toGatewayError } from '../../../../src/ecs/sdk/translate-error.ts';

const now = Date.UTC(2024, 0, 19, 9, 15, 46);
const at = { accountKey: ownAccountKey, regionId: parseRegionId('cn-hangzhou') };
const call = { ...at, action: 'DescribeTerminalSessions', sessionId: 's-1', now };

/** An error as the SDK throws it for a documented error body. */
function answered(statusCode: number, Code: string, extra: object = {}) {
  const data = {
    RequestId: 'R-1',
    HostId: 'ecs.aliyuncs.com',
    Code,
    Message: 'The clean text.',
    Recommend: 'https://…',
  };
  const message = `code: ${statusCode}, ${data.Message} request id: R-1`;
  return Object.assign(new Error(message), { statusCode, code: Code, requestId: 'R-1', data, ...extra });
}

describe('an error of ECS', () => {
  it.each([
    [400, 'InvalidParameter.NextToken', 'INVALID_NEXT_TOKEN'],
    [400, 'InvalidParameter.MaxResults', 'INVALID_MAX_RESULTS'],
    [404, 'InvalidRegionId.NotFound', 'REGION_NOT_FOUND'],
    [404, 'RegionId.ApiNotSupported', 'REGION_NOT_FOUND'],
    [404, 'InvalidSessionId.NotFound', 'SESSION_NOT_FOUND'],
    [500, 'InternalError', 'UPSTREAM_INTERNAL_ERROR'],
    [400, 'Throttling', 'THROTTLED'],
    [400, 'Throttling.User', 'THROTTLED'],
    [429, 'Throttling.Api', 'THROTTLED'],
    [503, 'Throttling', 'THROTTLED'],
    [403, 'Forbidden', 'ACCESS_DENIED'],
    [403, 'Forbidden.RAM', 'ACCESS_DENIED'],
    [403, 'NoPermission', 'ACCESS_DENIED'],
    [404, 'InvalidAccessKeyId.NotFound', 'ACCESS_DENIED'],
    [400, 'SignatureDoesNotMatch', 'ACCESS_DENIED'],
    [400, 'InvalidTimeStamp.Expired', 'ACCESS_DENIED'],
    [400, 'SignatureNonceUsed', 'ACCESS_DENIED'],
    [400, 'InvalidSecurityToken.Expired', 'ACCESS_DENIED'],
    [400, 'MissingParameter', 'BAD_REQUEST'],
    [400, 'InvalidInstanceId.Malformed', 'BAD_REQUEST'],
    [404, 'InvalidAction.NotFound', 'BAD_REQUEST'],
    [503, 'ServiceUnavailable', 'UPSTREAM_UNAVAILABLE'],
    [502, 'BadGateway', 'UPSTREAM_UNAVAILABLE'],
  ])('%i %s becomes %s', (status, code, expected) => {
    const error = toGatewayError(answered(status, code), call);
    expect(error).toMatchObject({ code: expected, requestId: 'R-1', upstreamCode: code });
  });

  it('says when to try again: the upstream’s own time, rounded up, else the next minute', () => {
    expect(toGatewayError(answered(400, 'Throttling', { retryAfter: 1200 }), call)).toMatchObject({
      retryAfterSeconds: 2,
    });
    expect(toGatewayError(answered(400, 'Throttling'), call)).toMatchObject({ retryAfterSeconds: 14 });
  });

  it.each([
    [0, 0],
    [1, 1],
    [59_001, 60],
    [60_000, 60],
    [60_001, 60],
    [3_600_000, 60],
    [Number.POSITIVE_INFINITY, 60],
    [Number.NaN, 14],
    [-1, 14],
  ])('a wait of %d ms becomes %d s: ECS counts by the minute', (retryAfter, retryAfterSeconds) => {
    for (const code of ['Throttling', 'Throttling.User', 'Throttling.Api']) {
      expect(toGatewayError(answered(503, code, { retryAfter }), call)).toMatchObject({ retryAfterSeconds });
    }
  });

  it('passes on the clean text, except where it can carry the key id and the signed string', () => {
    expect(toGatewayError(answered(403, 'Forbidden.RAM'), call).message).toBe('The clean text.');
    expect(toGatewayError(answered(400, 'SignatureDoesNotMatch'), call).message).not.toContain(
      'The clean text.',
    );
    expect(toGatewayError(answered(500, 'InternalError'), call).message).not.toContain('The clean text.');
  });

  it.each([
    ['a bare SyntaxError of an HTML page', new SyntaxError('Unexpected token < in JSON: <html>secret')],
    ['a reset', Object.assign(new Error('POST https://x/?NextToken=secret failed.'), { code: 'ECONNRESET' })],
    ['a timeout', Object.assign(new Error('ReadTimeout: secret'), { name: 'RequestTimeoutError' })],
    ['an error without a Code', answered(502, '', { data: {}, code: 'undefined', requestId: 'undefined' })],
    ['no error at all', null],
    ['text', 'secret'],
  ])('%s is UPSTREAM_UNAVAILABLE, and nothing of its text comes through', (_what, thrown) => {
    const error = toGatewayError(thrown, call);
    expect(error).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
      upstreamCode: null,
      requestId: null,
    });
    expect(JSON.stringify([error.message, error])).not.toContain('secret');
  });
});

describe('what failed before it was sent', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('%s says that nothing has left', (code) => {
    expect(toGatewayError(Object.assign(new Error('x'), { code }), call)).toBeInstanceOf(UnreachableError);
  });

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', ''])('%s does not', (code) => {
    const error = toGatewayError(Object.assign(new Error('x'), { code }), call);
    expect(error).not.toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('is the request’s own fault where it holds no text that can be sent', () => {
    const thrown = (() => {
      try {
        return encodeURIComponent('\ud800');
      } catch (error) {
        return error;
      }
    })();
    expect(toGatewayError(thrown, call)).toMatchObject({ code: 'BAD_REQUEST', retryable: false });
  });
});

describe('a session that ECS does not know', () => {
  it('is named with its account and region', () => {
    const error = toGatewayError(answered(404, 'InvalidSessionId.NotFound'), call);
    expect(error).toMatchObject({ ...at, sessionId: 's-1', requestId: 'R-1' });
  });
});
