import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ownAccountKey } from '../../../src/ecs/account.ts';
import type { AccountRegion } from '../../../src/ecs/account-region.ts';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { AccessDeniedError, BadRequestError } from '../../../src/ecs/errors.ts';
import { EveryRegionCursors } from '../../../src/sessions/list-cursors.ts';
import { beginning, type Position } from '../../../src/sessions/position.ts';
import { opaqueCursors } from '../../laws.ts';
import { randomToken } from './support/random-token.ts';

const region = (regionId: string): AccountRegion => ({
  accountKey: ownAccountKey,
  regionId: parseRegionId(regionId),
});
const over = (regions: AccountRegion[], hidden: AccountRegion[] = [], gone: string[] = []) =>
  new EveryRegionCursors({ regions, isEvery: true, hidden }, 'AbCdEfGhIjK', (label) => gone.push(label));
const served = (number: number): Position => ({
  token: randomToken(60, number),
  size: 100,
  last: {
    fingerprint: randomToken(8, 1000 + number),
    time: 1_705_655_746_000 - number * 86_477_000,
    index: 9,
    trail: randomToken(8, 2000 + number),
  },
  end: false,
});
/** Two regions that have one label of 5 characters. */
const [one, another] = alikeRegions();

describe(`${opaqueCursors.title}: over every region`, () => {
  it('names its regions however many there are, in a packed cursor too', () => {
    for (const count of [1, 10, 50]) {
      const regions = Array.from({ length: count }, (_, number) => region(`cn-test-${number}`));
      const cursor = over(regions).write(
        regions,
        regions.map((_, number) => served(number)),
      );
      expect(cursor.length).toBeLessThanOrEqual(4096);
      expect(Buffer.from(cursor, 'base64url')[4] === 2).toBe(count === 50);
      // Whatever the order in which they are listed now, and whatever has appeared or gone.
      const gone: string[] = [];
      const now = [region('cn-new'), ...regions.slice(1).reverse()];
      const read = over(now, [], gone).read(cursor);
      expect(read.map(({ at, position }) => [at, position.token])).toEqual(
        regions.slice(1).map((at, number) => [at, randomToken(60, number + 1)]),
      );
      expect(gone).toHaveLength(1);
      const hidden = regions[0] ? [regions[0]] : [];
      expect(() => over(now, hidden).read(cursor)).toThrow(AccessDeniedError);
    }
  });

  it('reads one that was given out before, whose labels have 6 characters', () => {
    const cursor =
      'CtDCnlszLCJBYkNkRWZHaElqSyIsWyIyNVltbVkiLFsiQUFBQUFkRFdCRjEiLDEwMCwiYWJjZGVmXzEiLDE3MDU2NTU3NDcsMSwiYWJjZGVmZ2giLG51bGwsMTBdXSxbIi1IRngwSSIsWyJBQUFBQWREV0JGMiIsMTAwLCJhYmNkZWZfMiIsMTcwNTY1NTc0OCwyLCJhYmNkZWZnaCIsbnVsbCwxMF1dXQ';
    const [hangzhou, shanghai] = [region('cn-hangzhou'), region('cn-shanghai')];
    const read = over([shanghai, hangzhou]).read(cursor);
    expect(read.map(({ at, position }) => [at, position.token])).toEqual([
      [hangzhou, 'AAAAAdDWBF1'],
      [shanghai, 'AAAAAdDWBF2'],
    ]);
    const gone: string[] = [];
    expect(over([shanghai], [], gone).read(cursor)).toHaveLength(1);
    expect(gone).toEqual(['25YmmY']);
    expect(() => over([shanghai], [hangzhou]).read(cursor)).toThrow(AccessDeniedError);
  });

  it('refuses two regions with one label, and says what to do', () => {
    expect(() => over([one, another])).toThrow(BadRequestError);
    expect(() => over([region('cn-hangzhou'), another, one])).toThrow(/name the regions as regionIds/);
    // Each alone is fine, and so is one that is listed twice.
    for (const at of [one, another]) {
      expect(over([at, at]).read(over([at]).write([at], [served(1)]))).toMatchObject([{ at }]);
    }
  });

  it('refuses to go on where a region that the caller may not see has the label of one that they may', () => {
    const cursor = over([one]).write([one], [served(1)]);
    expect(() => over([one], [another]).read(cursor)).toThrow(/name the regions as regionIds/);
    expect(over([one, region('cn-hangzhou')], [region('cn-shanghai')]).read(cursor)).toMatchObject([
      { at: one },
    ]);
    // A walk that does not reach them is none of their business.
    const elsewhere = over([region('cn-hangzhou')]).write([region('cn-hangzhou')], [beginning]);
    expect(over([one, region('cn-hangzhou')], [another]).read(elsewhere)).toHaveLength(1);
  });
});

function alikeRegions(): [AccountRegion, AccountRegion] {
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const regionId = `cn-test-${number}`;
    const label = hash('sha256', regionId, 'base64url').slice(0, 5);
    const before = seen.get(label);
    if (before !== undefined) return [region(before), region(regionId)];
    seen.set(label, regionId);
  }
}
