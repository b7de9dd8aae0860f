import { hash } from 'node:crypto';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import { AccessDeniedError } from '../ecs/errors.ts';
import { decodeCursor, decodeLabelled, encodeCursor, encodeLabelled } from './cursor.ts';
import { beginning, type Position } from './position.ts';
import type { ChosenRegions } from './visible-accounts.ts';

/** Where one region of a list goes on. */
export interface RegionPosition {
  at: AccountRegion;
  position: Position;
}

/** The cursors of one list. */
export interface ListCursors {
  /** @throws InvalidNextTokenError, AccessDeniedError */
  read(cursor: string): RegionPosition[];
  /** @param regions in the order of the positions */
  write(regions: readonly AccountRegion[], positions: readonly Position[]): string;
}

/** Of a list over regions that the request names: a position each, in their order. */
export class NamedRegionCursors implements ListCursors {
  readonly #regions: readonly AccountRegion[];
  readonly #binding: string;

  constructor(regions: readonly AccountRegion[], binding: string) {
    this.#regions = regions;
    this.#binding = binding;
  }

  read(cursor: string): RegionPosition[] {
    const positions = decodeCursor(cursor, this.#binding, this.#regions.length);
    return this.#regions.map((at, index) => ({ at, position: positions[index] ?? beginning }));
  }

  write(_regions: readonly AccountRegion[], positions: readonly Position[]): string {
    return encodeCursor(this.#binding, positions);
  }
}

/**
 * Of a list over every region: what there is may change while somebody walks. A walk keeps the regions it began with, so
 * a cursor names each that it has not finished, by a short hash. One that is no longer listed is skipped; one that
 * appears is in the next walk.
 */
export class EveryRegionCursors implements ListCursors {
  readonly #chosen: ChosenRegions;
  readonly #binding: string;
  readonly #onGone: (label: string) => void;

  constructor(chosen: ChosenRegions, binding: string, onGone: (label: string) => void = () => {}) {
    this.#chosen = chosen;
    this.#binding = binding;
    this.#onGone = onGone;
  }

  read(cursor: string): RegionPosition[] {
    const visible = new Map(this.#chosen.regions.map((at) => [labelOf(at), at]));
    const hidden = new Map(this.#chosen.hidden.map((at) => [labelOf(at), at]));
    const foreign = new Set(this.#chosen.foreign?.map(labelOf));
    return decodeLabelled(cursor, this.#binding).flatMap(({ label, position }) => {
      const at = visible.get(label);
      if (at) return [{ at, position }];
      const denied = hidden.get(label);
      if (denied) {
        throw new AccessDeniedError(
          `Your token does not allow region ${denied.regionId} (claim ecs_regions), which this walk began with; start again without after.`,
          denied,
        );
      }
      if (foreign.has(label)) {
        throw new AccessDeniedError(
          'Your token does not allow an account (claim ecs_accounts) that this walk began with; start again without after.',
        );
      }
      this.#onGone(label);
      return [];
    });
  }

  write(regions: readonly AccountRegion[], positions: readonly Position[]): string {
    const labelled = regions.flatMap((at, index) => {
      const position = positions[index];
      return position && !position.end ? [{ label: labelOf(at), position }] : [];
    });
    return encodeLabelled(this.#binding, labelled);
  }
}

/** 36 bits: among 50 regions two are alike once in 50 million lists. */
function labelOf(at: AccountRegion): string {
  return hash('sha256', keyOfRegion(at), 'base64url').slice(0, 6);
}
