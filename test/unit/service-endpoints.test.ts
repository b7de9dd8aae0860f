import { describe, expect, it } from 'vitest';
import { endpointProblems, mayCall, serviceEndpoint } from '../../src/service-endpoints.ts';

describe('STS_ENDPOINT and RAM_ENDPOINT', () => {
  it.each([
    'https://sts.aliyuncs.com',
    'https://sts-vpc.{regionId}.aliyuncs.com',
    'https://proxy.internal:8443',
    'http://127.0.0.1:8080',
    'http://localhost',
    'http://[::1]:1',
  ])('may be %s', (url) => {
    expect(serviceEndpoint.parse(url)).toBe(url);
  });

  it.each([
    'http://10.0.0.1',
    'http://127.0.0.1.evil.example',
    'http://sts.{regionId}.example',
    'ftp://127.0.0.1',
    'sts.aliyuncs.com',
    'not a url',
    'https://x/path',
    'https://u@x',
    'https://:p@x',
    'https://x?y=1',
    'https://x#y',
    '',
  ])('cannot be %s', (url) => {
    expect(serviceEndpoint.safeParse(url).error?.issues).toHaveLength(1);
  });

  const local = { ECS_ENDPOINT: 'http://127.0.0.1:1' };
  const file = { ACCOUNTS_FILE: 'accounts.json' };
  const names = (variables: Parameters<typeof endpointProblems>[0]) =>
    endpointProblems(variables).map(({ variable }) => variable);

  it('must be set with an accounts file where ECS is on this machine, and only there', () => {
    const sts = { STS_ENDPOINT: 'http://127.0.0.1:1' };
    const ram = { RAM_ENDPOINT: 'http://127.0.0.1:1' };
    expect(names({ ...local, ...file })).toEqual(['STS_ENDPOINT', 'RAM_ENDPOINT']);
    expect(names({ ...local, ...file, ...sts })).toEqual(['RAM_ENDPOINT']);
    expect(names({ ...local, ...file, ...ram })).toEqual(['STS_ENDPOINT']);
    expect(names({ ...local, ...file, ...sts, ...ram })).toEqual([]);
    for (const ECS_ENDPOINT of [undefined, 'https://ecs-vpc.{regionId}.aliyuncs.com', 'not a url']) {
      expect(names({ ...file, ECS_ENDPOINT })).toEqual([]);
    }
    for (const ECS_ENDPOINT of ['https://localhost', 'http://[::1]:4', 'http://127.9.9.9']) {
      expect(names({ ...file, ECS_ENDPOINT })).toHaveLength(2);
    }
    expect(names(local)).toEqual([]);
  });

  it('decide what may be called: nothing at Alibaba Cloud where ECS is on this machine', () => {
    for (const variable of ['STS_ENDPOINT', 'RAM_ENDPOINT'] as const) {
      expect(mayCall(variable, {})).toBe(true);
      expect(mayCall(variable, local)).toBe(false);
      expect(mayCall(variable, { ...local, [variable]: 'http://127.0.0.1:1' })).toBe(true);
      expect(mayCall(variable, { ECS_ENDPOINT: 'https://proxy.example' })).toBe(true);
    }
    expect(mayCall('STS_ENDPOINT', { ...local, RAM_ENDPOINT: 'http://127.0.0.1:1' })).toBe(false);
  });
});
