import type { AccountRegion } from '../ecs/account-region.ts';
import type { AssistantRecord } from '../ecs/record.ts';
import { builder } from './builder.ts';
import { assistantCost } from './cost/cost-rules.ts';
import { valueOrThrow } from './failure.ts';
import { Instance } from './instance.ts';

/** The agent of an instance. */
export const CloudAssistant = builder.objectRef<{ at: AccountRegion; record: AssistantRecord }>(
  'CloudAssistant',
);

builder.objectType(CloudAssistant, {
  description:
    'The Cloud Assistant Agent of an instance, through which its sessions are opened. Source: DescribeCloudAssistantStatus.',
  fields: (t) => ({
    running: t.boolean({
      nullable: true,
      description: 'Whether the agent runs, by its heartbeats (CloudAssistantStatus).',
      resolve: ({ at, record }) => valueOrThrow(record.running, at),
    }),
    version: t.string({
      nullable: true,
      description: 'Version of the agent, such as `2.2.3.541` (CloudAssistantVersion).',
      resolve: ({ at, record }) => valueOrThrow(record.version, at),
    }),
    lastHeartbeatTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the agent last reported (LastHeartbeatTime).',
      resolve: ({ at, record }) => valueOrThrow(record.lastHeartbeatTime, at),
    }),
    supportsSessionManager: t.boolean({
      nullable: true,
      description: 'Whether the agent can serve sessions of Session Manager (SupportSessionManager).',
      resolve: ({ at, record }) => valueOrThrow(record.supportsSessionManager, at),
    }),
  }),
});

builder.objectField(Instance, 'assistant', (t) =>
  t.field({
    type: CloudAssistant,
    nullable: true,
    description:
      'The agent of the instance; null for an instance that ECS does not list. Up to 50 instances of a region cost one upstream call.',
    ...assistantCost,
    resolve: async (instance, _args, { loaders }) => {
      const record = await loaders.assistant(instance);
      return record === undefined ? null : { at: instance, record };
    },
  }),
);
