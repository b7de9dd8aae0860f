import type { RegionId } from '../region-id.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';

/**
 * The regions without an STS host of their own. Source: `_endpointMap` of the client of `@alicloud/sts20150401` 1.2.0; in
 * all others it is `sts.<region>.aliyuncs.com`. A session is good everywhere, whichever host began it.
 */
const withoutSts: ReadonlySet<string> = new Set([
  'ap-northeast-2-pop',
  'ap-south-1',
  'ap-southeast-2',
  'cn-beijing-finance-pop',
  'cn-beijing-gov-1',
  'cn-beijing-nu16-b01',
  'cn-edge-1',
  'cn-fujian',
  'cn-haidian-cm12-c01',
  'cn-hangzhou-bj-b01',
  'cn-hangzhou-internal-prod-1',
  'cn-hangzhou-internal-test-1',
  'cn-hangzhou-internal-test-2',
  'cn-hangzhou-internal-test-3',
  'cn-hangzhou-test-306',
  'cn-hongkong-finance-pop',
  'cn-huhehaote-nebula-1',
  'cn-shanghai-et15-b01',
  'cn-shanghai-et2-b01',
  'cn-shanghai-inner',
  'cn-shanghai-internal-test-1',
  'cn-shenzhen-inner',
  'cn-shenzhen-st4-d01',
  'cn-shenzhen-su18-b01',
  'cn-wuhan',
  'cn-yushanfang',
  'cn-zhangbei',
  'cn-zhangbei-na61-b01',
  'cn-zhangjiakou-na62-a01',
  'cn-zhengzhou-nebula-1',
  'eu-west-1-oxs',
  'rus-west-1-pop',
]);

/**
 * The endpoint of STS: the one its own SDK chooses for a region, or `override`.
 *
 * @param homeRegion the region of ECS_HOME_REGION
 * @param override STS_ENDPOINT; `{regionId}` in it stands for the region
 */
export function stsEndpointOf(homeRegion: RegionId, override?: string): Endpoint {
  if (override !== undefined) return endpointOf(homeRegion, override);
  const host = withoutSts.has(homeRegion) ? 'sts.aliyuncs.com' : `sts.${homeRegion}.aliyuncs.com`;
  return { endpoint: host, protocol: 'HTTPS', namesRegion: false };
}

/**
 * The endpoint of RAM, which has one for all regions, or `override`.
 *
 * @param override RAM_ENDPOINT; `{regionId}` in it stands for the region
 */
export function ramEndpointOf(homeRegion: RegionId, override?: string): Endpoint {
  if (override !== undefined) return endpointOf(homeRegion, override);
  return { endpoint: 'ram.aliyuncs.com', protocol: 'HTTPS', namesRegion: false };
}
