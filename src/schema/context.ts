import type { Loaders } from '../sessions/loaders.ts';

/** What every resolver gets. */
export interface Context {
  loaders: Loaders;
}
