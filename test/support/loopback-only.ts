import { Socket } from 'node:net';
import { afterEach, expect } from 'vitest';
import { isLoopback } from '../../src/server/loopback.ts';

/*
 * Imported for its effect: a test that makes a connection beyond this machine fails, and the connection is not made. A
 * test with made-up keys must not try them on Alibaba Cloud.
 */

const beyond: string[] = [];

/** Where a call of Socket.connect leads; null for a path on this machine. */
function hostOf([first, second]: readonly unknown[]): string | null {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) {
    if (Reflect.get(options, 'path') !== undefined && Reflect.get(options, 'port') === undefined) return null;
    return String(Reflect.get(options, 'host') ?? 'localhost');
  }
  if (typeof options === 'string' && Number.isNaN(Number(options))) return null;
  return typeof second === 'string' ? second : 'localhost';
}

const connect = Socket.prototype.connect;
Object.defineProperty(Socket.prototype, 'connect', {
  configurable: true,
  writable: true,
  value(this: Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host === null || isLoopback(host)) return Reflect.apply(connect, this, args);
    beyond.push(host);
    process.nextTick(() =>
      this.destroy(new Error(`Tests make no connection beyond this machine, but: ${host}`)),
    );
    return this;
  },
});

/** The hosts that were to be connected to since the last time; a test that means to look takes them. */
export function takeHostsBeyond(): string[] {
  return beyond.splice(0);
}

afterEach(() => {
  expect(takeHostsBeyond(), 'hosts beyond this machine').toEqual([]);
});
