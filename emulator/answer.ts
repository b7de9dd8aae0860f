import { randomUUID } from 'node:crypto';
import type { ApiError } from './api-error.ts';

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

/** What an action gave, under a fresh RequestId. */
export function successAnswer(body: Record<string, unknown>): Answer {
  const requestId = freshRequestId();
  return jsonAnswer(200, { RequestId: requestId, ...body }, { 'x-acs-request-id': requestId });
}

/** ECS's documented error body. */
export function errorAnswer(error: ApiError, host: string, headers: Answer['headers'] = {}): Answer {
  const requestId = freshRequestId();
  const body = {
    RequestId: requestId,
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}&product=Ecs&requestId=${requestId}`,
  };
  return jsonAnswer(error.status, body, { 'x-acs-request-id': requestId, ...headers });
}

function freshRequestId(): string {
  return randomUUID().toUpperCase();
}
