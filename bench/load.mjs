import autocannon from 'autocannon';
import { firstRows } from './workloads.mjs';

/** Sends `amount` requests over `connections`, and checks that each was answered with what was sought and no error. */
export async function load(url, makeRequest, amount, { connections = 8, sought = firstRows } = {}) {
  const result = await autocannon({
    url,
    connections,
    amount,
    timeout: 60,
    requests: [{ setupRequest: (request) => ({ ...request, ...makeRequest() }) }],
    verifyBody: (body) => body.includes(sought) && !body.includes('"errors"'),
  });
  if (result.non2xx + result.errors + result.mismatches > 0)
    throw new Error(`not all answered: ${JSON.stringify(result)}`);
  return {
    p50: result.latency.p50,
    p99: result.latency.p99,
    perSecond: Math.round(result.requests.average),
  };
}
