import { startInventory } from './inventory/server.ts';
import { startApollo } from './routers/apollo.ts';
import { startHive } from './routers/hive.ts';
import type { StartRouter } from './routers/router.ts';
import { startStitch } from './routers/stitch.ts';
import { subgraphsAt } from './subgraphs.ts';

const routers: Readonly<Record<string, StartRouter>> = {
  apollo: startApollo,
  hive: startHive,
  stitch: startStitch,
};

/** `npm start -- apollo`: the inventory, and one router before it and the gateway. */
const [name = 'apollo'] = process.argv.slice(2);
const start = routers[name];
if (!start) throw new RangeError(`Name one of ${Object.keys(routers).join(', ')}, but got: ${name}`);

const inventory = await startInventory();
const sessions = new URL('/graphql', process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000').href;
const router = await start(
  subgraphsAt({ sessions, inventory: inventory.url }),
  Number(process.env.PORT ?? 4001),
);
process.stdout.write(`The supergraph, by ${name}: ${router.url}\n`);
