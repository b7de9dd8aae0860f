import fc from 'fast-check';
import { accountKeyOf, ownAccountKey } from '../../../../src/ecs/account.ts';
import { type AccountRegion, keyOfRegion } from '../../../../src/ecs/account-region.ts';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { MachineModel, type MachineTokens, machineTokens } from './machine-model.ts';

/** Three accounts with three regions each. */
const accountKeys = [ownAccountKey, accountKeyOf('1000000000000002'), accountKeyOf('1000000000000003')];
const regionIds = ['cn-hangzhou', 'cn-beijing', 'ap-southeast-1'].map(parseRegionId);
/** In no order. */
export const pairs: AccountRegion[] = accountKeys.flatMap((accountKey) =>
  regionIds.map((regionId) => ({ accountKey, regionId })),
);
export const sorted = (regions: readonly AccountRegion[]) =>
  [...regions].sort((a, b) => (keyOfRegion(a) < keyOfRegion(b) ? -1 : 1));
export const allIds = (model: MachineModel, regions: readonly AccountRegion[]) =>
  sorted(regions).flatMap((at) => model.ids(at));

/** How many machines each region has: many have none, some fill several pages of ECS. */
export const counts = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 260 })),
  { minLength: 1, maxLength: pairs.length },
);
export const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
export const tokens = fc.constantFrom(...machineTokens);

export function modelOf(counts: readonly number[], tokens: MachineTokens = 'place') {
  const model = new MachineModel();
  model.tokens = tokens;
  const regions = pairs.slice(0, counts.length);
  for (const [index, at] of regions.entries()) model.add(at, counts[index] ?? 0);
  return { model, regions };
}
