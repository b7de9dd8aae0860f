import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegionId } from '../../../src/ecs/arguments.ts';
import { BadRequestError } from '../../../src/ecs/errors.ts';
import { isRegionId } from '../../../src/ecs/region-id.ts';
import { hostileRegionIds } from './support/hostile-region-ids.ts';

describe('a region id', () => {
  it.each(['cn-hangzhou', 'ap-southeast-1', 'cn-beijing-nu16-b01', 'cn-hangzhou-internal-test-1'])(
    'is %s',
    (id) => {
      expect(parseRegionId(id)).toBe(id);
    },
  );

  it.each(hostileRegionIds)('is not %j', (id) => {
    expect(() => parseRegionId(id)).toThrow(BadRequestError);
  });

  it.each([null, undefined, 1, {}, ['cn-hangzhou']])('is text, not %j', (value) => {
    expect(isRegionId(value)).toBe(false);
  });

  it('is always one label of a host name, whatever passes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,8}(-[a-z0-9]{1,20}){1,6}$/), (text) => {
        fc.pre(isRegionId(text));
        expect(new URL(`https://ecs.${text}.aliyuncs.com/`).hostname).toBe(`ecs.${text}.aliyuncs.com`);
        expect(text.length).toBeLessThanOrEqual(63);
      }),
    );
  });
});
