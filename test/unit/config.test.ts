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
      CACHE_BEHIND_CURSOR_MS: 60_000,
      CACHE_MAX_MB: 64,
      GRAPHIQL: true,
      CORS_ORIGINS: [],
      SCHEMA_TYPE_PREFIX: '',
      LOG_LEVEL: 'info',
      ALLOWED_HOSTS: [],
      MAX_UPSTREAM_CALLS: 150,
      INTROSPECTION: true,
      ECS_CALLS_PER_MINUTE: 300,
      ECS_CIRCUIT_BREAKER: true,
      STALE_IF_ERROR_SECONDS: 0,
      jwt: null,
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
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'none' }).GRAPHIQL).toBe(false);
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'none', GRAPHIQL: 'on' }).GRAPHIQL).toBe(true);
    expect(loadConfig({ HOST: 'localhost', GRAPHIQL: 'off' }).GRAPHIQL).toBe(false);
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'gateway.internal'])('wants to hear who may ask on %s', (HOST) => {
    expect(() => loadConfig({ HOST })).toThrow(/AUTH: must be set/);
    expect(loadConfig({ HOST, AUTH: 'none' }).jwt).toBeNull();
  });

  it.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('lets anybody ask on %s', (HOST) => {
    expect(loadConfig({ HOST }).jwt).toBeNull();
  });

  const jwt = { AUTH: 'jwt', AUTH_ISSUER: 'https://login.example.com/', AUTH_AUDIENCE: 'ecs-sessions' };

  it('wants all that AUTH=jwt needs', () => {
    const url = 'https://login.example.com/jwks.json';
    expect(loadConfig({ ...jwt, AUTH_JWKS_URL: url }).jwt).toEqual({
      jwks: { url },
      issuer: 'https://login.example.com/',
      audience: 'ecs-sessions',
    });
    expect(loadConfig({ ...jwt, AUTH_JWKS_FILE: '/keys.json' }).jwt?.jwks).toEqual({ file: '/keys.json' });
    expect(() => loadConfig({ AUTH: 'jwt' })).toThrow(/AUTH_JWKS_URL.*AUTH_ISSUER.*AUTH_AUDIENCE/s);
    expect(() => loadConfig({ ...jwt, AUTH_JWKS_URL: url, AUTH_JWKS_FILE: '/keys.json' })).toThrow(
      /not both/,
    );
  });

  it('fetches keys over https alone, but for loopback', () => {
    expect(() => loadConfig({ ...jwt, AUTH_JWKS_URL: 'http://login.example.com/' })).toThrow(/https/);
    expect(loadConfig({ ...jwt, AUTH_JWKS_URL: 'http://127.0.0.1:1/' }).jwt).not.toBeNull();
  });

  it('takes host names, not URLs, for ALLOWED_HOSTS', () => {
    expect(loadConfig({ ALLOWED_HOSTS: 'gateway.internal, [fd00::1]' }).ALLOWED_HOSTS).toHaveLength(2);
    expect(() => loadConfig({ ALLOWED_HOSTS: 'https://gateway.internal' })).toThrow(/ALLOWED_HOSTS/);
  });
});
