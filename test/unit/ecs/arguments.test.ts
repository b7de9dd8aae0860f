import { describe, expect, it } from 'vitest';
import { writtenId } from '../../../src/ecs/arguments.ts';

describe('an id that somebody wrote', () => {
  it.each([
    'i-bp1i7gg30r52z2em0001',
    'i-1',
    'i-28etm2wsi',
    'AY140521170816478461',
    'AY13111814170101ABCD',
    'mi-hz018jrc1o0',
  ])('is taken as an instance id: %s', (id) => expect(writtenId('instanceId', id)).toBe(id));

  it.each(['s-hz023od0x90001', 's-1'])('is taken as a session id: %s', (id) =>
    expect(writtenId('sessionId', id)).toBe(id),
  );

  it.each([null, undefined])('may be left out: %j', (id) => {
    expect(writtenId('instanceId', id)).toBeUndefined();
    expect(writtenId('sessionId', id)).toBeUndefined();
  });

  it.each<['instanceId' | 'sessionId', string, RegExp]>([
    ['instanceId', 'web-01', /such as "i-bp1.*got: "web-01"\. The name of a machine is not its id/],
    ['instanceId', 'iZbp1i7gg30r52z2em0001Z', /The name of a machine/],
    ['instanceId', '生产-数据库', /The name of a machine/],
    ['instanceId', 's-hz023od0x90001', /This is the form of sessionId/],
    ['instanceId', 'I-BP1I7GG30R52Z2EM0001', /no spaces, and small letters/],
    ['instanceId', ' i-bp1i7gg30r52z2em0001', /no spaces/],
    ['instanceId', 'i-bp1i7gg30r52z2em0001\n', /no spaces/],
    ['instanceId', 'i-1,i-2', /must be the id of an instance/],
    ['instanceId', 'i-', /must be the id of an instance/],
    ['instanceId', 'i-bp1*', /must be the id of an instance/],
    ['instanceId', 'AY', /must be the id of an instance/],
    ['instanceId', 'AYlin', /The name of a machine/],
    ['instanceId', '10.0.0.1', /must be the id of an instance/],
    ['instanceId', '', /1 to 256 characters/],
    ['instanceId', `i-${'x'.repeat(255)}`, /1 to 256 characters/],
    ['sessionId', 'root', /such as "s-hz.*got: "root"\. The name of a user .* filter\.usernames/],
    ['sessionId', 'zhang.wei@example.com', /The name of a user/],
    ['sessionId', 'i-bp1i7gg30r52z2em0001', /This is the form of instanceId/],
    ['sessionId', 'S-HZ023OD0X90001', /small letters/],
    ['sessionId', 's-', /must be the id of a session/],
    ['sessionId', '#abc', /must be the id of a session/],
    ['sessionId', '', /1 to 256 characters/],
  ])('is refused as %s: %j', (argument, id, message) => {
    const refused = expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringMatching(message) });
    for (let times = 0; times < 3; times++) expect(() => writtenId(argument, id)).toThrow(refused);
  });
});
