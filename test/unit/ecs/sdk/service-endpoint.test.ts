import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { ramEndpointOf, stsEndpointOf } from '../../../../src/ecs/sdk/service-endpoint.ts';

describe('the endpoints of STS and RAM', () => {
  it.each([
    ['cn-hangzhou', 'sts.cn-hangzhou.aliyuncs.com'],
    ['eu-central-1', 'sts.eu-central-1.aliyuncs.com'],
    ['cn-hangzhou-finance', 'sts.cn-hangzhou-finance.aliyuncs.com'],
    ['ap-south-1', 'sts.aliyuncs.com'],
    ['ap-southeast-2', 'sts.aliyuncs.com'],
    ['cn-beijing-gov-1', 'sts.aliyuncs.com'],
    ['cn-wuhan', 'sts.aliyuncs.com'],
  ])('of %s are those that their SDKs choose', (region, host) => {
    const regionId = parseRegionId(region);
    expect(stsEndpointOf(regionId)).toMatchObject({ endpoint: host, protocol: 'HTTPS' });
    expect(ramEndpointOf(regionId)).toMatchObject({ endpoint: 'ram.aliyuncs.com', protocol: 'HTTPS' });
  });

  it('are others where told so', () => {
    const regionId = parseRegionId('cn-beijing');
    for (const endpointOf of [stsEndpointOf, ramEndpointOf]) {
      expect(endpointOf(regionId, 'http://127.0.0.1:81')).toMatchObject({
        endpoint: '127.0.0.1:81',
        protocol: 'HTTP',
      });
      expect(endpointOf(regionId, 'https://sts-vpc.{regionId}.aliyuncs.com')).toMatchObject({
        endpoint: 'sts-vpc.cn-beijing.aliyuncs.com',
        protocol: 'HTTPS',
      });
    }
  });
});
