import { GatewayError } from '../ecs/errors.ts';
import type { Loaders } from '../sessions/loaders.ts';
import { builder } from './builder.ts';
import { recordsCost } from './complexity.ts';
import { coded, toGraphQLError } from './failure.ts';
import { decodeNodeId } from './node-id.ts';

const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description:
      'The object with this id; null if there is none. A malformed id is null with BAD_REQUEST at its path. A Session costs one upstream call, the others none.',
    args: { id: t.arg.id({ required: true, description: 'An id of a Session, an Instance or a Region.' }) },
    complexity: recordsCost(1),
    resolve: coded(async (_root, { id }, { loaders }) => loadNode(String(id), loaders)),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'The objects with these ids, in their order; null for each that does not exist. k sessions of a region cost at most min(k, 11) upstream calls.',
    args: { ids: t.arg.idList({ required: true, description: 'Ids of Sessions, Instances and Regions.' }) },
    complexity: ({ ids }) => recordsCost(ids.length),
    resolve: (_root, { ids }, { loaders }) => Promise.all(ids.map((id) => nodeOrError(String(id), loaders))),
  }),
}));

async function loadNode(id: string, loaders: Loaders) {
  const key = decodeNodeId(id);
  if (key.type !== 'Session') return key;
  return (await loaders.session.load(key)) ?? null;
}

/** An error in a list stands for its own item only. */
function nodeOrError(id: string, loaders: Loaders) {
  return loadNode(id, loaders).catch((error) => {
    if (error instanceof GatewayError) return toGraphQLError(error);
    throw error;
  });
}
