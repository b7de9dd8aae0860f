import { GraphQLScalarType } from 'graphql';
import { JSONObjectResolver, PortResolver } from 'graphql-scalars';
import { parsePort, parseRegionId } from '../ecs/arguments.ts';
import type { Moment } from '../ecs/record.ts';
import { checkNetwork } from '../sessions/ip-network.ts';
import { builder } from './builder.ts';
import { parseDateTime } from './date-time.ts';
import { codedFailure } from './failure.ts';

/*
 * What a record holds was checked where it was read (field.ts): it is served as it is. Arguments are parsed by the gateway:
 * literals, variables and defaults by the same function, since without a parseLiteral graphql-js gives it the literal's value.
 */
const ipAddress = new GraphQLScalarType<string, string>({
  name: 'IP',
  serialize: (value) => String(value),
  parseValue: coded(checkNetwork),
});

const tcpPort = new GraphQLScalarType<number, number>({
  ...PortResolver.toConfig(),
  serialize: (value) => Number(value),
  parseValue: coded(parsePort),
  parseLiteral: null,
});

/** Times have their text with them. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (isMoment(value)) return value.text;
    throw new TypeError('a DateTime is served from a Moment');
  },
  parseValue: coded(parseDateTime),
});

/** A parser whose refusals keep their code: graphql-js makes an error of its own of all but GraphQLErrors. */
function coded<T>(parse: (value: unknown) => T): (value: unknown) => T {
  return (value) => {
    try {
      return parse(value);
    } catch (error) {
      throw codedFailure(error) ?? error;
    }
  };
}

function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && 'epochMs' in value && 'text' in value;
}

builder.addScalarType('DateTime', dateTime, {
  description:
    'A moment in UTC, such as `2024-01-19T09:15:46.000Z`. Input takes any RFC 3339 date-time with its zone, and a day (`2024-01-19`) for its first moment in UTC; a leap second is the second after it. Source: RFC 3339, section 5.6.',
});

builder.addScalarType('IP', ipAddress, {
  description:
    'An IPv4 or IPv6 address as text, as ECS wrote it. Input takes networks as well, such as `10.0.0.0/8` or `2001:db8::/32`; leading zeros, zones and ports are a BAD_REQUEST. Source: RFC 791, RFC 4291, RFC 4632.',
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
  parseValue: coded(parseRegionId),
});
