import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/*
 * An ECS that costs next to nothing: its answers are prepared beforehand, and no signature is checked. It runs in a process
 * of its own, so that its CPU is counted for no server. The list of an instance named `i-walk…` has ten pages; each of them
 * takes as long as a call to ECS within its region. `GET /seen` returns the calls and new connections since the last time.
 */

const walkLatencyMs = 20;
const walkPages = 10;
const instances = 40;

const pages = new Map([1, 10, 25, 50, 75, 100].map((size) => [String(size), page(size, 0, 'AAAAAdDWBF2')]));
const other = page(1, 0, 'AAAAAdDWBF2');
const walk = Array.from({ length: walkPages }, (_, index) =>
  page(100, index * 100, index < walkPages - 1 ? `page-${index + 1}` : ''),
);
let seen = { calls: 0, connections: 0 };

const server = createServer(async (request, response) => {
  if (request.url === '/seen') {
    response.end(JSON.stringify(seen));
    seen = { calls: 0, connections: 0 };
    return;
  }
  seen.calls += 1;
  const url = request.url ?? '';
  // A client may send the parameters in the URL or in the body; all of these send them in the URL.
  const body = url.includes('i-walk')
    ? await nextOfWalk(url)
    : url.includes('InstanceIds=')
      ? describeInstances(url)
      : (pages.get(/[?&]MaxResults=(\d+)/.exec(url)?.[1] ?? '') ?? other);
  response.writeHead(200, {
    'content-type': 'application/json;charset=utf-8',
    'content-length': body.length,
  });
  request.resume().on('end', () => response.end(body));
});

server.on('connection', () => {
  seen.connections += 1;
});
// A connection that is closed while the next call is on its way would fail that call.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});

async function nextOfWalk(url) {
  await wait(walkLatencyMs);
  return walk[Number(/[?&]NextToken=page-(\d+)/.exec(url)?.[1] ?? 0)];
}

function describeInstances(url) {
  const instanceIds = JSON.parse(new URL(url, 'http://localhost').searchParams.get('InstanceIds'));
  return body({
    RequestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
    Instances: {
      Instance: instanceIds.map((id) => ({
        InstanceId: id,
        InstanceName: `name-of-${id}`,
        RegionId: 'cn-hangzhou',
      })),
    },
  });
}

function page(size, from, nextToken) {
  const sessions = Array.from({ length: size }, (_, offset) => {
    const index = from + offset;
    return {
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
            InstanceId: `i-bp1i7gg30r52z2em${String(index % instances).padStart(4, '0')}`,
            Status: 'Terminated',
            StartTime: '2024-01-19T09:16:40Z',
            EndTime: '2024-01-19T09:16:46Z',
            ClosedReason: 'ClientClosed',
          },
        ],
      },
    };
  });
  return body({
    RequestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
    NextToken: nextToken,
    Sessions: { Session: sessions },
  });
}

function body(answer) {
  return Buffer.from(JSON.stringify(answer));
}
