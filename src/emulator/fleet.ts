import { makeInstances } from './demo-instances.ts';
import { makeSessions } from './demo-sessions.ts';
import type { Fleet } from './fleet-region.ts';
import { createRandom } from './random.ts';

/** The key pair of the demo and the tests. It opens nothing but an emulator. */
export const demoCredentials = { accessKeyId: 'emulator-key-id', accessKeySecret: 'emulator-key-secret' };

const regions = [
  {
    regionId: 'cn-hangzhou',
    localName: '华东1（杭州）',
    localNameEnglish: 'China (Hangzhou)',
    ids: ['s-hz', 'i-bp1'],
    counts: [1000, 60],
  },
  {
    regionId: 'cn-shanghai',
    localName: '华东2（上海）',
    localNameEnglish: 'China (Shanghai)',
    ids: ['s-sh', 'i-uf6'],
    counts: [340, 32],
  },
  {
    regionId: 'cn-beijing',
    localName: '华北2（北京）',
    localNameEnglish: 'China (Beijing)',
    ids: ['s-bj', 'i-2ze'],
    counts: [120, 18],
  },
  {
    regionId: 'ap-southeast-1',
    localName: '新加坡',
    localNameEnglish: 'Singapore',
    ids: ['s-sg', 'i-t4n'],
    counts: [45, 11],
  },
  {
    regionId: 'eu-central-1',
    localName: '德国（法兰克福）',
    localNameEnglish: 'Germany (Frankfurt)',
    ids: ['s-de', 'i-gw8'],
    counts: [12, 6],
  },
  {
    regionId: 'us-west-1',
    localName: '美国（硅谷）',
    localNameEnglish: 'US (Silicon Valley)',
    ids: ['s-us', 'i-rj9'],
    counts: [3, 4],
  },
] as const;

/**
 * Makes four weeks of sessions in six regions: 1,000 in the busiest, with port forwardings, failures, live terminals,
 * sessions on several instances and instances that have been released since.
 *
 * The same seed gives the same ids and people at any time; the times count back from `now` (epoch milliseconds).
 */
export function createDemoFleet({ now, seed = 20140526 }: { now: number; seed?: number }): Fleet {
  return {
    regions: regions.map(({ regionId, localName, localNameEnglish, ids, counts }, index) => {
      const random = createRandom(seed + index);
      const instances = makeInstances(random, { regionId, idPrefix: ids[1], count: counts[1], now });
      const sessions = makeSessions(random, { count: counts[0], idPrefix: ids[0], instances, now });
      return {
        regionId,
        localName,
        localNameEnglish,
        endpoint: `ecs.${regionId}.aliyuncs.com`,
        sessions,
        instances: instances.flatMap(({ wire }) => (wire ? [wire] : [])),
      };
    }),
  };
}
