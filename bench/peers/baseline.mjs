import { createServer } from 'node:http';
import { instance, sessionsPage } from './sdk.mjs';

/*
 * What one would write without GraphQL: node:http, the official SDK, JSON.stringify of the answer.
 */

const server = createServer(async (request, response) => {
  const parameters = new URL(request.url, 'http://localhost').searchParams;
  const query = {
    instanceId: parameters.get('instanceId'),
    maxResults: Number(parameters.get('first')),
    nextToken: parameters.get('after'),
  };
  const regionIds = parameters.getAll('regionId');
  const pages = await Promise.all(regionIds.map((regionId) => sessionsPage({ ...query, regionId })));
  if (parameters.has('names')) await Promise.all(pages[0].sessions.session.map(addNames));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(pages));
});

async function addNames(session) {
  for (const connection of session.connections.connection) {
    connection.instanceName = (await instance('cn-hangzhou', connection.instanceId)).instanceName;
  }
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })}\n`);
});
