import { RelayEnvironmentProvider } from 'react-relay';
import type { DataLayer } from '../page/data-layer.ts';
import { createEnvironment } from './environment.ts';
import { Regions } from './regions.tsx';
import { Session } from './session.tsx';
import { Sessions } from './sessions.tsx';

const environment = createEnvironment();

/** The page over Relay. */
export const relayLayer: DataLayer = {
  name: 'relay',
  Provider: ({ children }) => (
    <RelayEnvironmentProvider environment={environment}>{children}</RelayEnvironmentProvider>
  ),
  Regions,
  Sessions,
  Session,
};
