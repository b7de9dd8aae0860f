import { keyOfRegion } from '../../../../src/ecs/account-region.ts';
import { findInstances, type InstanceListQuery } from '../../../../src/sessions/find-instances.ts';
import type { InstanceKey } from '../../../../src/sessions/instance-loader.ts';
import type { InstancePage } from '../../../../src/sessions/instance-page.ts';
import type { ChosenRegions } from '../../../../src/sessions/visible-accounts.ts';
import type { MachineModel } from './machine-model.ts';

/** A list over regions that the request names. */
export function over(
  regions: ChosenRegions['regions'],
  conditions: InstanceListQuery['conditions'] = { name: 'web-*' },
): InstanceListQuery {
  return { conditions, choose: async () => ({ regions, isEvery: false, hidden: [] }) };
}

/** A list over every region: the test may change what there is. */
export function overEvery(
  chosen: Pick<ChosenRegions, 'regions'> & Partial<ChosenRegions>,
  conditions: InstanceListQuery['conditions'] = { name: 'web-*' },
): InstanceListQuery {
  return { conditions, choose: async () => ({ isEvery: true, hidden: [], ...chosen }) };
}

/** Follows endCursor to the end, each page as large as `sizes` says in turn. */
export async function walkMachines(
  model: MachineModel,
  query: InstanceListQuery,
  sizes: readonly number[],
  onPage: (page: InstancePage) => void = () => {},
): Promise<string[]> {
  const walked: string[] = [];
  let after: string | null = null;
  for (let n = 0; n < 5000; n++) {
    const page: InstancePage = await findInstances(model, query, { first: sizes[n % sizes.length], after });
    walked.push(...idsOf(page.nodes));
    onPage(page);
    if (!page.pageInfo.hasNextPage) return walked;
    after = page.pageInfo.endCursor;
    if (after === null) throw new Error('hasNextPage is true, but there is no cursor to go on with');
  }
  throw new Error('the walk does not end');
}

export function idsOf(machines: readonly InstanceKey[]): string[] {
  return machines.map((machine) => `${keyOfRegion(machine)}/${machine.instanceId}`);
}
