/** All that the gateway calls with the session of a role. */
const reads = [
  'ecs:DescribeTerminalSessions',
  'ecs:DescribeInstances',
  'ecs:DescribeRegions',
  'ecs:DescribeCloudAssistantStatus',
  'ecs:DescribeCloudAssistantSettings',
  'ram:ListUsers',
  'ram:ListRoles',
];

/**
 * The policy that every session of a role is begun with, as JSON: whatever the role itself may do, the session may do no
 * more than the gateway is configured for.
 *
 * @param allowEndSession whether ALLOW_END_SESSION is on
 */
export function sessionPolicy(allowEndSession: boolean): string {
  const actions = allowEndSession ? [...reads, 'ecs:EndTerminalSession'] : reads;
  return JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}
