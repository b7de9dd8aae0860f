import { createServer } from 'node:http';
import sdk from '@alicloud/ecs20140526';

/*
 * The floor: what one would write without GraphQL. The official SDK as its documentation shows it, node:http, and
 * JSON.stringify of the answer.
 */

const client = new sdk.default({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  endpoint: new URL(process.env.ECS_ENDPOINT).host,
  protocol: 'HTTP',
  regionId: 'cn-hangzhou',
});

const server = createServer(async (request, response) => {
  const parameters = new URL(request.url, 'http://localhost').searchParams;
  const answer = await client.describeTerminalSessions(
    new sdk.DescribeTerminalSessionsRequest({
      regionId: 'cn-hangzhou',
      instanceId: parameters.get('instanceId'),
      maxResults: Number(parameters.get('first')),
    }),
  );
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer.body));
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` })}\n`);
});
