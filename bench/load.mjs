import autocannon from 'autocannon';

const query = `query Bench($instanceId: String!, $first: Int!) {
  sessions(regionIds: ["cn-hangzhou"], instanceId: $instanceId, first: $first) {
    ... on SessionConnection {
      edges {
        cursor
        node {
          id sessionId regionId creationTime principalId identityType username clientIp targetServer portNumber active
          connections { instanceId status startTime endTime durationSeconds closedReason failedDetail }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
    ... on GatewayError { code message }
  }
}`;

let count = 0;
/** Each request asks for another instance: equal ones under way would be shared, and the comparison a sham. */
const nextInstance = () => `i-bench${count++}`;

/** How each server is asked for one page. */
export const requestOf = {
  gateway: (first) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { instanceId: nextInstance(), first } }),
  }),
  floor: (first) => ({ method: 'GET', path: `/?first=${first}&instanceId=${nextInstance()}` }),
};

/** Sends `amount` requests over 8 connections, and checks that every one was answered with rows. */
export async function load(url, makeRequest, amount) {
  const result = await autocannon({
    url,
    connections: 8,
    amount,
    requests: [{ setupRequest: (request) => ({ ...request, ...makeRequest() }) }],
    verifyBody: (body) => body.includes('s-hz023od0x9'),
  });
  if (result.non2xx + result.errors + result.mismatches > 0)
    throw new Error(`not all answered: ${JSON.stringify(result)}`);
  return { p50: result.latency.p50, p99: result.latency.p99, perSecond: result.requests.average };
}
