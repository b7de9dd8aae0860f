import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Knows what is under way on each connection of a server. Node's own `closeIdleConnections` takes a connection that has
 * sent nothing, or half a request's head, for a busy one.
 */
export class Connections {
  readonly #underWay = new Map<Socket, Set<ServerResponse>>();
  #isClosing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#underWay.set(socket, new Set());
      socket.once('close', () => this.#underWay.delete(socket));
    });
  }

  /** Called with each request. */
  begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const responses = this.#underWay.get(socket);
    responses?.add(response);
    response.once('close', () => {
      responses?.delete(response);
      if (this.#isClosing && responses?.size === 0) socket.destroySoon();
    });
  }

  /** Whether part of an answer has been sent that is not complete yet: no other must be written into it. */
  isAnswering(socket: Socket): boolean {
    return [...(this.#underWay.get(socket) ?? [])].some(({ headersSent }) => headersSent);
  }

  /** Closes each connection that no request is under way on: now, and the others as soon as they have been answered. */
  closeIdle(): void {
    this.#isClosing = true;
    for (const [socket, { size }] of this.#underWay) if (size === 0) socket.destroySoon();
  }
}
