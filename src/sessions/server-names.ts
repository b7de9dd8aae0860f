import { BadRequestError } from '../ecs/errors.ts';
import { canonicalAddress } from './ip-network.ts';

const longestName = 256;

/** A set of servers, by address or by name. An address is the same however it is written, a name in any case. */
export class ServerNames {
  /** Each once, in the one way to write it; equal for equal sets. */
  readonly texts: ReadonlySet<string>;

  /** @throws BadRequestError for what can be the name of no server, such as a network */
  constructor(names: readonly string[]) {
    this.texts = new Set(names.map((name) => canonical(checkName(name))));
  }

  /** @param server as ECS wrote it */
  has(server: string): boolean {
    return this.texts.has(canonical(server));
  }
}

function canonical(name: string): string {
  return canonicalAddress(name) ?? name.toLowerCase();
}

/** Digits and dots that are no address, such as `10.0.0` or `010.0.0.1`, look like one and would match nothing. */
function checkName(name: string): string {
  const isName = /^[^\s/]+$/.test(name) && name.length <= longestName && !/^[\d.]+$/.test(name);
  if (isName || canonicalAddress(name) !== undefined) return name;
  throw new BadRequestError(
    `targetServers must hold addresses or names, such as "10.0.0.1", "2001:db8::1" or "db.internal", without networks, spaces and leading zeros, but got: ${JSON.stringify(name.slice(0, 80))}.`,
  );
}
