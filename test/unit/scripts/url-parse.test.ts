import { stringify } from 'node:querystring';
import * as node from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format, parse } from '../../../scripts/url-parse.ts';

describe('what stands for url.parse in the bundle', () => {
  const hosts = fc.constantFrom(
    'ecs.cn-hangzhou.aliyuncs.com',
    'ecs-cn-hangzhou.aliyuncs.com',
    '127.0.0.1:8080',
    '[::1]:8080',
    'localhost',
    'proxy.internal:443',
  );

  it('reads the URLs that the SDK builds as Node’s does', () => {
    const query = fc.dictionary(fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), hosts, query, (protocol, host, query) => {
        const text = `${protocol}://${host}/${Object.keys(query).length > 0 ? `?${stringify(query)}` : ''}`;
        const expected = node.parse(text);
        const parsed = parse(text);
        for (const part of ['protocol', 'hostname', 'path', 'query'] as const) {
          expect(parsed[part], part).toBe(expected[part]);
        }
        const usual = protocol === 'https' ? '443' : '80';
        expect(parsed.port ?? usual).toBe(expected.port ?? usual);
        expect(parse(format(parsed))).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no host that the URL standard does not take', () => {
    expect(() => parse('https://a b.example/')).toThrow();
    expect(parse('https://a@evil.example/').hostname).toBe('evil.example');
  });
});
