import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { readPagesInPlace } from './relay.ts';
import './scalars.ts';
import './query.ts';
import './session-lists.ts';
import './node.ts';
import './federation/entities.ts';
import './federation/service.ts';

/** All that the gateway serves: what clients ask, and what a supergraph asks of its subgraphs. */
export const schema: GraphQLSchema = readPagesInPlace(builder.toSchema());
