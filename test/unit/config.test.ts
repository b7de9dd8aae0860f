import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/start-errors.ts';

describe('the configuration', () => {
  it('has the documented defaults', () => {
    expect(loadConfig({})).toEqual({
      http: {
        host: '127.0.0.1',
        port: 4000,
        corsOrigins: [],
        allowedHosts: ['127.0.0.1'],
        graphiql: true,
      },
      auth: null,
      graphql: { typePrefix: '', introspection: true, maxUpstreamCalls: 150 },
      ecs: {
        homeRegion: 'cn-hangzhou',
        timeoutMs: 5000,
        deadlineMs: 10_000,
        maxAttempts: 3,
        maxConcurrency: 64,
        callsPerMinute: 300,
        circuitBreaker: true,
      },
      accounts: {
        list: [{ key: 'own', id: null, name: 'default', regions: null }],
        allowEndSession: false,
        maySts: true,
        mayRam: true,
      },
      cache: { ttlMs: 2000, behindCursorMs: 60_000, staleIfErrorMs: 0, maxBytes: 64 * 1024 * 1024 },
      log: { level: 'info' },
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
    expect(loadConfig({ ECS_ENDPOINT }).ecs.endpoint).toBe(ECS_ENDPOINT);
  });

  it('allows http beyond loopback only in so many words', () => {
    const ECS_ENDPOINT = 'http://proxy.internal:8080';
    expect(() => loadConfig({ ECS_ENDPOINT })).toThrow(/ECS_ALLOW_HTTP/);
    expect(loadConfig({ ECS_ENDPOINT, ECS_ALLOW_HTTP: 'true' }).ecs.endpoint).toBe(ECS_ENDPOINT);
  });

  it('shows GraphiQL on loopback only, unless told', () => {
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'none' }).http.graphiql).toBe(false);
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'none', GRAPHIQL: 'on' }).http.graphiql).toBe(true);
    expect(loadConfig({ HOST: 'localhost', GRAPHIQL: 'off' }).http.graphiql).toBe(false);
  });

  it.each([
    '0.0.0.0',
    '::',
    '10.1.2.3',
    'gateway.internal',
    '127.0.0.1.example',
    '::ffff:10.1.2.3',
    '128.0.0.1',
  ])('wants to hear who may ask on %s', (HOST) => {
    expect(() => loadConfig({ HOST })).toThrow(/AUTH: must be set/);
    expect(loadConfig({ HOST, AUTH: 'none' }).auth).toBeNull();
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '::1', '[::1]', '127.8.8.8', '::ffff:127.0.0.2'])(
    'lets anybody ask on %s',
    (HOST) => {
      expect(loadConfig({ HOST }).auth).toBeNull();
      expect(loadConfig({ HOST }).http.graphiql).toBe(true);
    },
  );

  it('takes an address in brackets, as URLs have it', () => {
    expect(loadConfig({ HOST: '[::1]' }).http.host).toBe('::1');
  });

  const jwt = { AUTH: 'jwt', AUTH_ISSUER: 'https://login.example.com/', AUTH_AUDIENCE: 'ecs-sessions' };

  it('wants all that AUTH=jwt needs', () => {
    const url = 'https://login.example.com/jwks.json';
    expect(loadConfig({ ...jwt, AUTH_JWKS_URL: url }).auth).toEqual({
      jwks: { url },
      issuer: 'https://login.example.com/',
      audience: 'ecs-sessions',
    });
    expect(loadConfig({ ...jwt, AUTH_JWKS_FILE: '/keys.json' }).auth?.jwks).toEqual({ file: '/keys.json' });
    expect(() => loadConfig({ AUTH: 'jwt' })).toThrow(/AUTH_JWKS_URL.*AUTH_ISSUER.*AUTH_AUDIENCE/s);
    expect(() => loadConfig({ ...jwt, AUTH_JWKS_URL: url, AUTH_JWKS_FILE: '/keys.json' })).toThrow(
      /not both/,
    );
  });

  it('lets sessions be ended only where asked, and not by anybody who reaches a port beyond loopback', () => {
    const ends = (env: Record<string, string>) =>
      loadConfig({ ALLOW_END_SESSION: 'true', ...env }).accounts.allowEndSession;
    expect(loadConfig({ HOST: '0.0.0.0', AUTH: 'none' }).accounts.allowEndSession).toBe(false);
    expect(ends({})).toBe(true);
    expect(ends({ ALLOW_END_SESSION: 'false', HOST: '0.0.0.0', AUTH: 'none' })).toBe(false);
    expect(ends({ HOST: '0.0.0.0', ...jwt, AUTH_JWKS_FILE: '/keys.json' })).toBe(true);
    expect(() => ends({ HOST: '0.0.0.0', AUTH: 'none' })).toThrow(/ALLOW_END_SESSION: .*AUTH=jwt/);
  });

  it('fetches keys over https alone, but for loopback', () => {
    expect(() => loadConfig({ ...jwt, AUTH_JWKS_URL: 'http://login.example.com/' })).toThrow(/https/);
    expect(loadConfig({ ...jwt, AUTH_JWKS_URL: 'http://127.0.0.1:1/' }).auth).not.toBeNull();
  });

  it('takes host names, not URLs, for ALLOWED_HOSTS', () => {
    expect(loadConfig({ ALLOWED_HOSTS: 'gateway.internal, [fd00::1]' }).http.allowedHosts).toEqual([
      '127.0.0.1',
      'gateway.internal',
      '[fd00::1]',
    ]);
    expect(() => loadConfig({ ALLOWED_HOSTS: 'https://gateway.internal' })).toThrow(/ALLOWED_HOSTS/);
  });

  describe('with a proxy in the environment', () => {
    const proxy = 'http://user:secret@proxy.internal:3128';
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'y' };
    const problemOf = (variables: Record<string, string>) => {
      try {
        loadConfig(variables);
      } catch (error) {
        return error instanceof ConfigError ? error.problems.join('\n') : String(error);
      }
      return '';
    };

    it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])(
      'says at start that %s cannot be used, what to do, and not what it holds',
      (variable) => {
        for (const variables of [
          { [variable]: proxy },
          { ...keys, [variable]: proxy, NO_PROXY: 'x.example' },
        ]) {
          const problem = problemOf(variables);
          expect(problem).toMatch(new RegExp(`^${variable}: is set.*unset it.*NO_PROXY.*\\.aliyuncs\\.com$`));
          expect(problem).not.toContain('secret');
        }
        expect(problemOf({ [variable]: '' })).toBe('');
      },
    );

    it('takes HTTP_PROXY for what is asked over http alone', () => {
      for (const variable of ['HTTP_PROXY', 'http_proxy']) {
        expect(problemOf({ [variable]: proxy })).toBe('');
        const http = { ECS_ENDPOINT: 'http://ecs.internal', ECS_ALLOW_HTTP: 'true', ...keys };
        expect(problemOf({ ...http, [variable]: proxy })).toContain('what it calls: ecs.internal');
        expect(problemOf({ ...http, HTTPS_PROXY: proxy })).toBe('');
      }
    });

    it.each([
      '*',
      'aliyuncs.com',
      '.aliyuncs.com',
      '*.aliyuncs.com',
      'a.example, .ALIYUNCS.com',
      'x .aliyuncs.com:443',
    ])('starts where NO_PROXY=%s says that all it calls is reached directly', (list) => {
      for (const name of ['NO_PROXY', 'no_proxy']) {
        expect(problemOf({ HTTPS_PROXY: proxy, https_proxy: proxy, [name]: list })).toBe('');
      }
    });

    it.each([
      '',
      'yuncs.com',
      'com.aliyuncs',
      'ecs.cn-hangzhou.aliyuncs.com',
      '.aliyuncs.com.evil',
      '10.0.0.0/8',
      '/',
      ',',
    ])('does not where NO_PROXY=%s leaves some of it out', (NO_PROXY) =>
      expect(problemOf({ HTTPS_PROXY: proxy, NO_PROXY })).toContain('HTTPS_PROXY'),
    );

    it('asks loopback directly, by any name', () => {
      for (const host of ['127.0.0.1:1', 'localhost:1', '[::1]:1']) {
        const variables = { ECS_ENDPOINT: `http://${host}`, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
        expect(problemOf(variables)).toBe('');
        expect(problemOf({ ...variables, NO_PROXY: 'localhost,127.0.0.0/8,::1' })).toBe('');
      }
    });

    it('looks at each place it calls: ECS, the keys of tokens, STS, a server of credentials', () => {
      const direct = { ...keys, HTTPS_PROXY: proxy, NO_PROXY: '10.1.0.0/16,.vpc.example' };
      const ECS_ENDPOINT = 'https://ecs.{regionId}.vpc.example';
      expect(problemOf({ ...direct, ECS_ENDPOINT })).toBe('');
      expect(problemOf({ ...direct, ECS_ENDPOINT, NO_PROXY: 'ecs.cn-x.vpc.example' })).toContain(
        '.vpc.example',
      );
      expect(problemOf({ ...direct, ECS_ENDPOINT: 'https://10.1.2.3' })).toBe('');
      expect(problemOf({ ...direct, ECS_ENDPOINT: 'https://10.2.2.3' })).toContain('10.2.2.3');
      const tokens = { ...jwt, AUTH_JWKS_URL: 'https://login.example.com/jwks.json' };
      expect(problemOf({ ...direct, ...tokens, ECS_ENDPOINT })).toContain('what it calls: login.example.com');
      expect(problemOf({ ...direct, ...jwt, AUTH_JWKS_FILE: '/keys.json', ECS_ENDPOINT })).toBe('');
      const role = { ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x' };
      expect(problemOf({ ...direct, ...role, ECS_ENDPOINT })).toContain('.aliyuncs.com');
      const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://creds.internal/x', HTTP_PROXY: proxy };
      expect(problemOf({ ...direct, ...uri, ECS_ENDPOINT })).toContain('HTTP_PROXY');
    });
  });
});
