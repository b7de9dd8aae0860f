import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { inReadingOrder } from './reading-order.ts';
import './scalars.ts';
import './query.ts';
import './mutation.ts';
import './session-lists.ts';
import './account-fields.ts';
import './cloud-assistant.ts';
import './principal.ts';
import './recording.ts';
import './find-instances.ts';
import './node.ts';
import './federation/entities.ts';
import './federation/service.ts';

/** All that the gateway serves: the fields for clients, and those that a supergraph asks of its subgraphs. */
export const schema: GraphQLSchema = inReadingOrder(builder.toSchema());
