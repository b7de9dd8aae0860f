import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { BrokenOff, Replacement } from './fault-answer.ts';

/**
 * Sends an answer, or breaks off.
 *
 * @returns the outcome to remember: the status, or how it broke off
 */
export function deliver(response: ServerResponse, what: Replacement): number | string {
  if ('kind' in what) return breakOff(response, what);
  send(response, what);
  return what.status;
}

/** Sends a whole answer. */
export function send(response: ServerResponse, answer: Answer): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.end(answer.text);
}

function breakOff(response: ServerResponse, how: BrokenOff): string {
  switch (how.kind) {
    case 'hang':
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'drip':
      drip(response, how.intervalMs);
      break;
    case 'truncate':
      truncate(response, how.answer);
      break;
  }
  return how.kind;
}

function drip(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' });
  response.flushHeaders();
  const timer = setInterval(() => response.write(' '), intervalMs);
  // Closing the emulator destroys its sockets, and so ends this timer, too.
  response.once('close', () => clearInterval(timer));
}

function truncate(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.text);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  // Destroyed only once the half is on its way, or it would be lost with the connection.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
