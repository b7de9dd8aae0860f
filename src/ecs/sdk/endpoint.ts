import type { RegionId } from '../region-id.ts';

/** Where to send the calls of a region, in the words of the SDK's Config. */
export interface Endpoint {
  /** Host, with the port where it is not the protocol's own. */
  endpoint: string;
  protocol: 'HTTP' | 'HTTPS';
  /** Whether the host holds the region id, so that an unknown host means an unknown region. */
  namesRegion: boolean;
}

/**
 * The regions whose host the SDK does not derive from the region id (`_endpointMap` of its client). Copied, since the
 * client that holds it loads 1,290 modules; a test compares every row with the SDK itself.
 */
const fixedHosts: ReadonlyMap<string, string> = new Map([
  ['cn-hangzhou', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shanghai-finance-1', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shenzhen-finance-1', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-north-2-gov-1', 'ecs.aliyuncs.com'],
  ['ap-northeast-2-pop', 'ecs.aliyuncs.com'],
  ['cn-beijing-finance-pop', 'ecs.aliyuncs.com'],
  ['cn-beijing-gov-1', 'ecs.aliyuncs.com'],
  ['cn-beijing-nu16-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-edge-1', 'ecs.cn-qingdao-nebula.aliyuncs.com'],
  ['cn-fujian', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-haidian-cm12-c01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-bj-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-finance', 'ecs.aliyuncs.com'],
  ['cn-hangzhou-internal-prod-1', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-internal-test-1', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-internal-test-2', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-internal-test-3', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hangzhou-test-306', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-hongkong-finance-pop', 'ecs.aliyuncs.com'],
  ['cn-huhehaote-nebula-1', 'ecs.cn-qingdao-nebula.aliyuncs.com'],
  ['cn-shanghai-et15-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shanghai-et2-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shanghai-inner', 'ecs.aliyuncs.com'],
  ['cn-shanghai-internal-test-1', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shenzhen-inner', 'ecs.aliyuncs.com'],
  ['cn-shenzhen-st4-d01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-shenzhen-su18-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-wuhan', 'ecs.aliyuncs.com'],
  ['cn-yushanfang', 'ecs.aliyuncs.com'],
  ['cn-zhangbei', 'ecs.aliyuncs.com'],
  ['cn-zhangbei-na61-b01', 'ecs-cn-hangzhou.aliyuncs.com'],
  ['cn-zhangjiakou-na62-a01', 'ecs.cn-zhangjiakou.aliyuncs.com'],
  ['cn-zhengzhou-nebula-1', 'ecs.cn-qingdao-nebula.aliyuncs.com'],
  ['eu-west-1-oxs', 'ecs.cn-shenzhen-cloudstone.aliyuncs.com'],
  ['rus-west-1-pop', 'ecs.aliyuncs.com'],
]);

/**
 * The endpoint of a region: the one the SDK's own client would choose, or `override`.
 *
 * @param override URL of another ECS endpoint; `{regionId}` in it stands for the region
 */
export function endpointOf(regionId: RegionId, override?: string): Endpoint {
  if (override !== undefined) {
    const url = new URL(override.replaceAll('{regionId}', regionId));
    const protocol = url.protocol === 'http:' ? 'HTTP' : 'HTTPS';
    return { endpoint: url.host, protocol, namesRegion: override.includes('{regionId}') };
  }
  const fixed = fixedHosts.get(regionId);
  return {
    endpoint: fixed ?? `ecs.${regionId}.aliyuncs.com`,
    protocol: 'HTTPS',
    namesRegion: fixed === undefined,
  };
}
