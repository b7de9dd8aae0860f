import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';

describe('the configuration', () => {
  it('has the documented defaults', () => {
    expect(loadConfig({})).toEqual({
      HOST: '127.0.0.1',
      PORT: 4000,
      ECS_ALLOW_HTTP: false,
      ECS_HOME_REGION: 'cn-hangzhou',
      ECS_TIMEOUT_MS: 5000,
      ECS_DEADLINE_MS: 10_000,
      ECS_MAX_ATTEMPTS: 3,
      ECS_MAX_CONCURRENCY: 8,
      CACHE_TTL_MS: 2000,
      CACHE_MAX_MB: 64,
      GRAPHIQL: true,
      CORS_ORIGINS: [],
      SCHEMA_TYPE_PREFIX: '',
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty variable for unset', () => {
    expect(loadConfig({ PORT: '', HOST: '', CORS_ORIGINS: '', GRAPHIQL: '' })).toEqual(loadConfig({}));
  });

  it('lists all problems at once', () => {
    const wrong = {
      PORT: '70000',
      ECS_MAX_ATTEMPTS: 'many',
      ECS_HOME_REGION: 'x@evil/',
      CORS_ORIGINS: 'example.com',
      LOG_LEVEL: 'loud',
    };
    let problems: readonly string[] = [];
    try {
      loadConfig(wrong);
    } catch (error) {
      if (error instanceof ConfigError) problems = error.problems;
    }
    for (const variable of Object.keys(wrong)) expect(problems.join('\n')).toContain(`${variable}: `);
    expect(problems).toHaveLength(5);
  });

  it.each([
    'http://10.0.0.1',
    'http://ecs.{regionId}.example',
    'ftp://x',
    'not a url',
    'https://x/path',
    'https://u@x',
    'https://x?y=1',
  ])('refuses the endpoint %s', (ECS_ENDPOINT) => {
    expect(() => loadConfig({ ECS_ENDPOINT })).toThrow(/ECS_ENDPOINT/);
  });

  it.each([
    'http://127.0.0.1:8080',
    'http://localhost:1',
    'http://[::1]:1',
    'https://ecs-vpc.{regionId}.aliyuncs.com',
  ])('takes the endpoint %s', (ECS_ENDPOINT) => {
    expect(loadConfig({ ECS_ENDPOINT }).ECS_ENDPOINT).toBe(ECS_ENDPOINT);
  });

  it('allows http beyond loopback only in so many words', () => {
    const ECS_ENDPOINT = 'http://proxy.internal:8080';
    expect(() => loadConfig({ ECS_ENDPOINT })).toThrow(/ECS_ALLOW_HTTP/);
    expect(loadConfig({ ECS_ENDPOINT, ECS_ALLOW_HTTP: 'true' }).ECS_ENDPOINT).toBe(ECS_ENDPOINT);
  });

  it('shows GraphiQL on loopback only, unless told', () => {
    expect(loadConfig({ HOST: '0.0.0.0' }).GRAPHIQL).toBe(false);
    expect(loadConfig({ HOST: '0.0.0.0', GRAPHIQL: 'on' }).GRAPHIQL).toBe(true);
    expect(loadConfig({ HOST: 'localhost', GRAPHIQL: 'off' }).GRAPHIQL).toBe(false);
  });
});
