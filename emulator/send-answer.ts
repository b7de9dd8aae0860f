import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { BrokenOff, Replacement } from './fault-answer.ts';

/**
 * Sends an answer, or the part of one that a fault asks for.
 *
 * @returns the call's outcome: the status, or the kind of the fault
 */
export function sendAnswer(response: ServerResponse, answer: Replacement): number | string {
  if ('kind' in answer) return breakOff(response, answer);
  send(response, answer);
  return answer.status;
}

function send(response: ServerResponse, answer: Answer): void {
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
