import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, IncomingMessage } from 'node:http';

/** The header by which a request is known again; the SDK would fill it with a value of its own. */
export const nonceHeader = 'x-acs-signature-nonce';

/** Requests under way, by their nonce. */
const underWay = new Map<string, SentRequest>();

/**
 * What the SDK does not show of a request it sends: the status of an answer that it cannot read, and a way to break off.
 * Node itself reports both (`node:diagnostics_channel`, "HTTP").
 */
export class SentRequest {
  /** Of the answer; null before it has begun. */
  status: number | null = null;
  #request: ClientRequest | undefined;
  readonly #nonce: string;

  /** @param nonce the value of its nonceHeader */
  constructor(nonce: string) {
    this.#nonce = nonce;
    underWay.set(nonce, this);
  }

  /** Called when the request has left, and again when its answer has begun. */
  note(request: ClientRequest, status: number | null): void {
    this.#request = request;
    this.status = status;
  }

  /** Gives its socket back, which the SDK would keep until the socket itself times out, if ever. */
  breakOff(): void {
    this.#request?.destroy();
  }

  /** Must be called when nobody asks any more. */
  forget(): void {
    underWay.delete(this.#nonce);
  }
}

subscribe('http.client.request.start', note);
subscribe('http.client.response.finish', note);

function note(message: unknown): void {
  if (typeof message !== 'object' || message === null || underWay.size === 0) return;
  const request: unknown = Reflect.get(message, 'request');
  const response: unknown = Reflect.get(message, 'response');
  if (!(request instanceof ClientRequest)) return;
  const status = response instanceof IncomingMessage ? (response.statusCode ?? null) : null;
  underWay.get(String(request.getHeader(nonceHeader)))?.note(request, status);
}
