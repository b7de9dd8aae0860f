import { hash } from 'node:crypto';
import { type AccountRegion, keyOfRegion } from '../ecs/account-region.ts';
import { AccessDeniedError, BadRequestError } from '../ecs/errors.ts';
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

  /** @throws BadRequestError where two of the regions have one label */
  constructor(chosen: ChosenRegions, binding: string, onGone: (label: string) => void = () => {}) {
    checkLabels(chosen.regions);
    this.#chosen = chosen;
    this.#binding = binding;
    this.#onGone = onGone;
  }

  read(cursor: string): RegionPosition[] {
    const walked = new WalkedRegions(this.#chosen, this.#onGone);
    return decodeLabelled(cursor, this.#binding).flatMap(({ label, position }) => {
      const at = walked.find(label);
      return at ? [{ at, position }] : [];
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

/** The regions that a walk began with, found again by their labels. */
export class WalkedRegions {
  readonly #visible: ReadonlyMap<string, AccountRegion>;
  readonly #hidden: ReadonlyMap<string, AccountRegion>;
  readonly #foreign: ReadonlyMap<string, AccountRegion>;
  readonly #onGone: (label: string) => void;

  /**
   * @param onGone called for each that is no longer listed
   * @throws BadRequestError where two of the regions have one label
   */
  constructor({ regions, hidden, foreign = [] }: ChosenRegions, onGone: (label: string) => void = () => {}) {
    checkLabels(regions);
    this.#visible = byLabel(regions);
    this.#hidden = byLabel(hidden);
    this.#foreign = byLabel(foreign);
    this.#onGone = onGone;
  }

  /**
   * @returns undefined for one that is no longer listed, and so is skipped
   * @throws AccessDeniedError for one that the caller may no longer see
   */
  find(label: string): AccountRegion | undefined {
    const at = this.#visible.get(label);
    const denied = this.#hidden.get(label);
    if (at && denied) throw alike();
    if (at) return at;
    if (denied) {
      throw new AccessDeniedError(
        `Your token does not allow region ${denied.regionId} (claim ecs_regions), which this walk began with; start again without after.`,
        denied,
      );
    }
    if (this.#foreign.has(label)) {
      throw new AccessDeniedError(
        'Your token does not allow an account (claim ecs_accounts) that this walk began with; start again without after.',
      );
    }
    this.#onGone(label);
    return undefined;
  }
}

/** Characters of a label, and of one in a cursor given out before. */
export const labelLength = 5;
const labelLengthBefore = 6;

/** 30 bits: among 50 regions two are alike once in 876,000 lists, and then the list is refused. */
export function labelOf(at: AccountRegion, length: number = labelLength): string {
  return hash('sha256', keyOfRegion(at), 'base64url').slice(0, length);
}

function byLabel(regions: readonly AccountRegion[]): Map<string, AccountRegion> {
  return new Map(
    regions.flatMap((at) => [
      [labelOf(at), at],
      [labelOf(at, labelLengthBefore), at],
    ]),
  );
}

function checkLabels(regions: readonly AccountRegion[]): void {
  const keys = new Set(regions.map(keyOfRegion));
  const labels = new Set(regions.map((at) => labelOf(at)));
  if (labels.size < keys.size) throw alike();
}

function alike(): BadRequestError {
  return new BadRequestError(
    'Two of the regions of these accounts cannot be told apart in a cursor over every region: name the regions as regionIds.',
  );
}
