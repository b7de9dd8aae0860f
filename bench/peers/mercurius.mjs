import Fastify from 'fastify';
import mercurius from 'mercurius';
import { resolvers, typeDefs } from './schema.mjs';

/* Mercurius on Fastify, its JIT on. */

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1 });
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ url: `${url}/graphql` })}\n`);
