import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';
import { composeSupergraph } from '../compose.ts';
import { listen } from '../listen.ts';
import type { StartRouter } from './router.ts';

/** Hive Gateway's runtime within node:http. */
export const startHive: StartRouter = async (subgraphs, port = 0) => {
  const runtime = createGatewayRuntime({
    supergraph: composeSupergraph(subgraphs),
    transports: { http },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
    },
    logging: 'error',
    landingPage: false,
  });
  const { url, close } = await listen(createServer(runtime), port);
  return {
    url,
    async close() {
      await close();
      await runtime[Symbol.asyncDispose]();
    },
  };
};
