import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Knows which requests are unanswered on each connection of a server. Node's own `closeIdleConnections` would not do: it
 * takes a connection that has sent nothing, or half a request's head, for a busy one.
 */
export class Connections {
  readonly #unanswered = new Map<Socket, Set<ServerResponse>>();
  #isClosing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#unanswered.set(socket, new Set());
      socket.once('close', () => this.#unanswered.delete(socket));
    });
  }

  /** Called with each request. */
  begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const responses = this.#unanswered.get(socket);
    responses?.add(response);
    response.once('close', () => {
      responses?.delete(response);
      if (this.#isClosing && responses?.size === 0) socket.destroySoon();
    });
  }

  /** Whether an answer has been sent in part: nothing else must be written to the connection then. */
  isAnswering(socket: Socket): boolean {
    return [...(this.#unanswered.get(socket) ?? [])].some(({ headersSent }) => headersSent);
  }

  /** Closes the connections without an unanswered request now, and the others as soon as they have been answered. */
  closeIdle(): void {
    this.#isClosing = true;
    for (const [socket, { size }] of this.#unanswered) if (size === 0) socket.destroySoon();
  }
}
