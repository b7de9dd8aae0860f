import { type Answer, errorAnswer, jsonAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';
import type { ReplacingFault } from './fault.ts';
import type { IncomingCall } from './incoming-call.ts';

/** What is sent in place of the right answer: another whole answer, or a part of one. */
export type Replacement = Answer | BrokenOff;

/** No whole answer. */
export type BrokenOff =
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'drip'; intervalMs: number }
  | { kind: 'truncate'; answer: Answer };

/** What to send for a fault. `rightAnswer` is called only where half of it is sent. */
export function replacementOf(
  fault: ReplacingFault,
  call: IncomingCall,
  rightAnswer: () => Answer,
): Replacement {
  switch (fault.kind) {
    case 'throttling': {
      const { status = 400, code = 'Throttling.User', retryAfterMs } = fault;
      const headers: Record<string, string> =
        retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(retryAfterMs) };
      return errorAnswer(
        new ApiError(status, code, 'Request was denied due to user flow control.'),
        call,
        headers,
      );
    }
    case 'quota':
      return replacementOf({ kind: 'throttling' }, call, rightAnswer);
    case 'error':
      return errorAnswer(new ApiError(fault.status, fault.code, fault.message), call);
    case 'status':
      return errorAnswer(
        new ApiError(
          fault.status,
          'ServiceUnavailable',
          'The request has failed due to a temporary failure of the server.',
        ),
        call,
      );
    case 'html':
      return {
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html' },
        text: '<html>\r\n<head><title>Bad Gateway</title></head>\r\n<body><h1>Bad Gateway</h1></body>\r\n</html>\r\n',
      };
    case 'malformed':
      return { ...jsonAnswer(200, null), text: '{"RequestId":"473469C7-AA6F-4DC5","Sessions":{"Session":[{' };
    case 'body':
      return jsonAnswer(fault.status ?? 200, fault.json);
    case 'raw':
      return { status: fault.status, headers: fault.headers, text: fault.text };
    case 'truncate':
      return { kind: 'truncate', answer: rightAnswer() };
    case 'drip':
      return { kind: 'drip', intervalMs: fault.intervalMs };
    case 'reset':
    case 'hang':
      return { kind: fault.kind };
  }
}
