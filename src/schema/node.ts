import { builder } from './builder.ts';
import { nodesCost } from './cost/cost-rules.ts';
import { loadObject, loadObjects } from './load-object.ts';
import { decodeNodeId } from './object-key.ts';

const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    subGraphs: ['Api'],
    type: Node,
    nullable: true,
    description:
      'The object with this id; null if there is none. A malformed id is null, with BAD_REQUEST at its path. A Session costs one upstream call, an Instance or a Region none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'An id of a Session, an Instance, a Region or a CloudAccount.',
      }),
    },
    ...nodesCost,
    resolve: (_root, { id }, { loaders }) => loadObject(decodeNodeId(String(id)), loaders),
  }),
  nodes: t.field({
    subGraphs: ['Api'],
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'The objects with these ids, in the same order; null for each that does not exist. A malformed id is null, with BAD_REQUEST at its path. k sessions of a region cost at most min(k, 11) upstream calls.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: 'Up to 2,000 ids of Sessions, Instances, Regions and CloudAccounts.',
      }),
    },
    ...nodesCost,
    resolve: (_root, { ids }, { loaders }) =>
      loadObjects('ids', ids, (id) => decodeNodeId(String(id)), loaders),
  }),
}));
