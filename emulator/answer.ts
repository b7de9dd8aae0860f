import { randomUUID } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { header, type IncomingCall } from './incoming-call.ts';

/** A whole HTTP answer, ready to be sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** An answer with any JSON value for its body. */
export function jsonAnswer(status: number, json: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    // JSON has no undefined; a test that asks for it gets null.
    text: JSON.stringify(json) ?? 'null',
  };
}

/** An answer with this body under a fresh RequestId. */
export function successAnswer(body: Record<string, unknown>): Answer {
  const requestId = freshRequestId();
  return jsonAnswer(200, { RequestId: requestId, ...body }, { 'x-acs-request-id': requestId });
}

/** The error body that ECS, STS and RAM document. */
export function errorAnswer(error: ApiError, call: IncomingCall, headers: Answer['headers'] = {}): Answer {
  const requestId = freshRequestId();
  const body = {
    RequestId: requestId,
    HostId: header(call.headers, 'host') ?? '',
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}&product=Ecs&requestId=${requestId}`,
  };
  return jsonAnswer(error.status, body, { 'x-acs-request-id': requestId, ...headers });
}

/** What the step returns, or the error body for what it throws. */
export function orErrorAnswer<T>(call: IncomingCall, step: () => T): T | Answer {
  try {
    return step();
  } catch (error) {
    return failureAnswer(error, call);
  }
}

/** The error body for an error: an ApiError's own, or else InternalError. */
export function failureAnswer(error: unknown, call: IncomingCall): Answer {
  if (error instanceof ApiError) return errorAnswer(error, call);
  // For a fleet or a fault that cannot be answered with: its test should see why.
  return errorAnswer(new ApiError(500, 'InternalError', `The emulator has failed: ${String(error)}`), call);
}

function freshRequestId(): string {
  return randomUUID().toUpperCase();
}
