import { createServer } from 'node:http';

/*
 * An ECS that costs next to nothing: one prepared answer for each page size, no signature checked. Its own process, so
 * that its work is not counted to either side.
 */

const answers = new Map([10, 100].map((size) => [String(size), Buffer.from(JSON.stringify(page(size)))]));
const other = Buffer.from(JSON.stringify(page(1)));

const server = createServer((request, response) => {
  const size = /[?&]MaxResults=(\d+)/.exec(request.url ?? '')?.[1] ?? '';
  const body = answers.get(size) ?? other;
  response.writeHead(200, {
    'content-type': 'application/json;charset=utf-8',
    'content-length': body.length,
  });
  request.resume().on('end', () => response.end(body));
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});

function page(size) {
  const sessions = Array.from({ length: size }, (_, index) => ({
    CreationTime: new Date(Date.UTC(2024, 0, 19, 9, 15, 46) - index * 60_000)
      .toISOString()
      .replace('.000', ''),
    TargetServer: '192.168.0.246',
    PortNumber: 22,
    PrincipalId: '1234567890123456',
    Username: 'root',
    ClientIP: '192.168.1.1',
    IdentityType: 'RAMUser',
    SessionId: `s-hz023od0x9${String(index).padStart(4, '0')}`,
    Connections: {
      Connection: [
        {
          InstanceId: `i-bp1i7gg30r52z2em${String(index % 40).padStart(4, '0')}`,
          Status: 'Terminated',
          StartTime: '2024-01-19T09:16:40Z',
          EndTime: '2024-01-19T09:16:46Z',
          ClosedReason: 'ClientClosed',
        },
      ],
    },
  }));
  return {
    RequestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
    NextToken: 'AAAAAdDWBF2',
    Sessions: { Session: sessions },
  };
}
