import type { Emulator } from '../../../emulator/emulator.ts';

/** Calls on their way to an emulator, which wait until a test lets them go. */
export interface HeldCalls {
  /** How many wait. */
  count(): number;
  /** Lets them go, and holds no more. */
  letGo(): void;
}

/** Holds all calls of an action before the emulator sees them; it answers the others as ever. */
export function holdCalls({ server }: Emulator, action: string): HeldCalls {
  const listeners = server.listeners('request');
  const waiting: (() => void)[] = [];
  server.removeAllListeners('request');
  server.on('request', (...call) => {
    const pass = () => {
      for (const listener of listeners) Reflect.apply(listener, server, call);
    };
    const [{ headers }] = call;
    if (headers['x-acs-action'] === action) waiting.push(pass);
    else pass();
  });
  return {
    count: () => waiting.length,
    letGo() {
      server.removeAllListeners('request');
      for (const listener of listeners)
        server.on('request', (...call) => Reflect.apply(listener, server, call));
      for (const pass of waiting.splice(0)) pass();
    },
  };
}
