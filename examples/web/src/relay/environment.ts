import { Environment, Network, RecordSource, Store } from 'relay-runtime';
import { fetchFromGateway } from './network.ts';

export function createEnvironment(): Environment {
  return new Environment({
    network: Network.create(fetchFromGateway),
    store: new Store(new RecordSource()),
  });
}
