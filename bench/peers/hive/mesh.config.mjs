import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';

/* ECS as a JSON source: the way that writes no code. The answer's types are read off a sample. */

const sample = {
  RequestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
  NextToken: 'AAAAAdDWBF2',
  Sessions: {
    Session: [
      {
        CreationTime: '2024-01-19T09:15:46Z',
        TargetServer: '192.168.0.246',
        PortNumber: 22,
        PrincipalId: '1234567890123456',
        Username: 'root',
        ClientIP: '192.168.1.1',
        IdentityType: 'RAMUser',
        SessionId: 's-hz023od0x90001',
        Connections: {
          Connection: [
            {
              InstanceId: 'i-bp1i7gg30r52z2em0001',
              Status: 'Terminated',
              StartTime: '2024-01-19T09:16:40Z',
              EndTime: '2024-01-19T09:16:46Z',
              ClosedReason: 'ClientClosed',
            },
          ],
        },
      },
    ],
  },
};

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadJSONSchemaSubgraph('ecs', {
        endpoint: '{env.ECS_ENDPOINT}',
        operations: [
          {
            type: 'Query',
            field: 'sessions',
            method: 'GET',
            path: '/?Action=DescribeTerminalSessions&RegionId={args.RegionId}&InstanceId={args.InstanceId}&MaxResults={args.MaxResults}',
            argTypeMap: {
              RegionId: { type: 'string' },
              InstanceId: { type: 'string' },
              MaxResults: { type: 'integer' },
            },
            responseSample: sample,
            responseTypeName: 'DescribeTerminalSessions',
          },
        ],
      }),
    },
  ],
});
