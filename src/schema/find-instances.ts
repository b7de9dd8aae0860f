import { builder } from './builder.ts';
import { instancesCost } from './cost/cost-rules.ts';
import { Instance } from './instance.ts';

/*
 * Machines by what people know of them. Forward only, as the lists of sessions are; and for clients alone: a supergraph
 * that has machines finds them itself.
 */

const InstanceConnection = builder.connectionObject(
  {
    name: 'InstanceConnection',
    type: Instance,
    subGraphs: ['Api'],
    description: 'A page of instances. Source: Relay, GraphQL Cursor Connections Specification.',
  },
  {
    name: 'InstanceEdge',
    subGraphs: ['Api'],
    description: 'An instance and its place in the list.',
  },
);

const TagInput = builder.inputType('TagInput', {
  subGraphs: ['Api'],
  description: 'A tag that an instance has.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Key of the tag, 1 to 128 characters.' }),
    value: t.string({
      description: 'Value of the tag, 1 to 128 characters; any unless given.',
    }),
  }),
});

builder.queryField('instances', (t) =>
  t.field({
    type: InstanceConnection,
    nullable: true,
    subGraphs: ['Api'],
    description:
      'The instances that meet all conditions, of which at least one must be given: region after region of each account, each in the upstream’s order. Costs one upstream call for each region of an account, details of the instances included; one that finds nothing costs another, once an hour: ECS may answer an empty list where the gateway may not see instances, which is an ACCESS_DENIED. Failures go to `errors[]`; one failing region fails the list.',
    args: {
      accountIds: t.arg.stringList({
        description: 'Accounts by their ids or names; all that the caller may see unless given.',
      }),
      regionIds: t.arg({
        type: ['RegionId'],
        description:
          'Regions of the accounts; all unless given. Maximum 50 regions of accounts, otherwise a BAD_REQUEST.',
      }),
      name: t.arg.string({
        description:
          'Name of the instance (InstanceName): exact, or with `*` for any characters, such as `web-*`.',
      }),
      privateIp: t.arg({
        type: 'IP',
        description:
          'Address of the instance within its VPC. One address: a network is a BAD_REQUEST, since ECS finds no instances by it.',
      }),
      tags: t.arg({
        type: [TagInput],
        description: 'Tags that the instance has, all of them. Maximum 20, each key once.',
      }),
      vpcId: t.arg.string({ description: 'Id of the VPC that the instance is in.' }),
      first: t.arg.int({
        defaultValue: 20,
        description: 'Instances a page: 1 to 100, 20 unless given or null.',
      }),
      after: t.arg.string({
        description:
          'A cursor of the same list: the page begins behind its instance. Null begins at the head. The walk keeps the regions it began with.',
      }),
    },
    ...instancesCost,
    resolve: (_root, { first, after, ...list }, { loaders }) => loaders.instances(list, { first, after }),
  }),
);
