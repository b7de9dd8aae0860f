import { GraphQLScalarType } from 'graphql';
import { DateTimeResolver, IPResolver, JSONObjectResolver, PortResolver } from 'graphql-scalars';
import type { Moment } from '../ecs/record.ts';
import { parseRegionId } from '../ecs/region-id.ts';
import { builder } from './builder.ts';
import { badRequest } from './failure.ts';

/*
 * What a record holds was checked where it was read (field.ts): it is served as it is. Arguments are parsed as ever.
 */
const ipAddress = new GraphQLScalarType<string, string>({
  ...IPResolver.toConfig(),
  serialize: (value) => String(value),
});

const tcpPort = new GraphQLScalarType<number, number>({
  ...PortResolver.toConfig(),
  serialize: (value) => Number(value),
});

/** Times have their text with them. */
const dateTime = new GraphQLScalarType<Date, string>({
  ...DateTimeResolver.toConfig(),
  serialize: (value) => {
    if (isMoment(value)) return value.text;
    throw new TypeError('a DateTime is served from a Moment');
  },
});

function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && 'epochMs' in value && 'text' in value;
}

builder.addScalarType('DateTime', dateTime, {
  description:
    'A moment in UTC, such as `2024-01-19T09:15:46.000Z`. Input takes any RFC 3339 date-time. Source: RFC 3339, section 5.6.',
});

builder.addScalarType('IP', ipAddress, {
  description: 'An IPv4 or IPv6 address as text, as ECS wrote it. Source: RFC 791, RFC 4291.',
});

builder.addScalarType('Port', tcpPort, {
  description: 'A TCP port, 1 to 65535. Source: RFC 9293, section 3.1.',
});

builder.addScalarType('JSONObject', JSONObjectResolver, {
  description: 'A JSON object, whatever its fields. Source: RFC 8259, section 4.',
});

builder.scalarType('RegionId', {
  description:
    'The id of an Alibaba Cloud region, such as `cn-hangzhou`: `^[a-z]{2,8}(-[a-z0-9]{1,20}){1,6}$`, at most 63 characters. Anything else is refused before any call, since the region is part of the host that signed requests go to.',
  serialize: (regionId) => regionId,
  parseValue: (value) => {
    try {
      return parseRegionId(value);
    } catch (error) {
      throw badRequest(error instanceof Error ? error.message : 'not a region id');
    }
  },
});
