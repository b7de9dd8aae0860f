import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import rest from '@graphql-mesh/transport-rest';

/* Hive Gateway over a JSON source that Mesh composed (`npm run compose`): no code, and no signature either. */

const supergraph = readFileSync(new URL('hive/supergraph.graphql', import.meta.url), 'utf8');
const runtime = createGatewayRuntime({ supergraph, transports: { rest }, logging: 'error' });
const server = createServer(runtime);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/graphql` })}\n`);
});
