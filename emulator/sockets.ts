import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server. */
export interface Sockets {
  /** How many there are now. */
  open(): number;
  /** How many there ever were. */
  opened(): number;
  destroyAll(): void;
}

export function trackSockets(server: Server): Sockets {
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket) => {
    opened++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    open: () => sockets.size,
    opened: () => opened,
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
