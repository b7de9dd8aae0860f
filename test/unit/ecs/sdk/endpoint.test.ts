import sdk from '@alicloud/ecs20140526';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../../src/ecs/arguments.ts';
import { endpointOf } from '../../../../src/ecs/sdk/endpoint.ts';

/** The whole SDK client, which the gateway itself never loads. */
function sdkClient(regionId: string) {
  const config = Object.assign(Object.create(null), {
    regionId,
    accessKeyId: 'id',
    accessKeySecret: 'secret',
  });
  return new sdk.default(config);
}

const mapped = Object.keys(Reflect.get(sdkClient('cn-hangzhou'), '_endpointMap'));
const derived = [
  'cn-shanghai',
  'cn-beijing',
  'ap-southeast-1',
  'eu-central-1',
  'us-west-1',
  'me-east-1',
  'cn-hongkong',
];

describe("a region's endpoint", () => {
  it.each([...mapped, ...derived])("is the one the SDK's own client would choose: %s", (region) => {
    const { endpoint, protocol } = endpointOf(parseRegionId(region));
    expect(endpoint).toBe(Reflect.get(sdkClient(region), '_endpoint'));
    expect(protocol).toBe('HTTPS');
  });

  it('names the region only where its host is made from the region id', () => {
    expect(endpointOf(parseRegionId('cn-hangzhou')).namesRegion).toBe(false);
    expect(endpointOf(parseRegionId('cn-shanghai')).namesRegion).toBe(true);
  });

  it('is the override where one is given', () => {
    const region = parseRegionId('cn-shanghai');
    expect(endpointOf(region, 'http://127.0.0.1:8080')).toEqual({
      endpoint: '127.0.0.1:8080',
      protocol: 'HTTP',
      namesRegion: false,
    });
    expect(endpointOf(region, 'https://ecs-vpc.{regionId}.aliyuncs.com')).toEqual({
      endpoint: 'ecs-vpc.cn-shanghai.aliyuncs.com',
      protocol: 'HTTPS',
      namesRegion: true,
    });
  });
});
