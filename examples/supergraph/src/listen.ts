import type { Server } from 'node:http';

/** A server that answers GraphQL. */
export interface Listening {
  /** Such as http://127.0.0.1:4001/graphql. */
  url: string;
  close(): Promise<void>;
}

/** Lets a server listen on this machine alone, on a free port unless given. */
export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
