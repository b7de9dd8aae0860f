import sdk from '@alicloud/ecs20140526';

/** The official SDK as its documentation shows it. All peers call ECS through this file. */
const client = new sdk.default({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  endpoint: new URL(process.env.ECS_ENDPOINT).host,
  protocol: 'HTTP',
  regionId: 'cn-hangzhou',
});

/** One page of session records. */
export async function sessionsPage({ regionId, instanceId, maxResults, nextToken }) {
  const parameters = { regionId, instanceId, maxResults, ...(nextToken && { nextToken }) };
  const answer = await client.describeTerminalSessions(new sdk.DescribeTerminalSessionsRequest(parameters));
  return answer.body;
}

/** One instance. */
export async function instance(regionId, instanceId) {
  const answer = await client.describeInstances(
    new sdk.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([instanceId]) }),
  );
  return answer.body.instances.instance[0];
}
