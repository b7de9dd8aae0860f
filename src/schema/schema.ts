import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars.ts';
import './query.ts';
import './session-lists.ts';
import './node.ts';

/** The gateway's schema. */
export const schema: GraphQLSchema = builder.toSchema();
