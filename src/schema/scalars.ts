import { GraphQLScalarType } from 'graphql';
import { JSONObjectResolver } from 'graphql-scalars';
import { parsePort, parseRegionId } from '../ecs/arguments.ts';
import type { Moment } from '../ecs/record.ts';
import { checkNetwork } from '../sessions/ip-network.ts';
import { builder } from './builder.ts';
import { parseDateTime } from './date-time.ts';
import { codedFailure } from './failure.ts';

/*
 * Values of records were checked when they were read (ecs/sdk/read-field.ts), so they are served as they are. Arguments are
 * parsed here: literals, variables and defaults by one function, because graphql-js passes the value of a literal to
 * parseValue where a scalar has no parseLiteral.
 */
const ipAddress = new GraphQLScalarType<string, string>({
  name: 'IP',
  serialize: (value) => String(value),
  parseValue: coded(checkNetwork),
});

const tcpPort = new GraphQLScalarType<number, number>({
  name: 'Port',
  serialize: (value) => Number(value),
  parseValue: coded(parsePort),
});

/** Served as the text that was kept when the time was read. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (isMoment(value)) return value.text;
    throw new TypeError('a DateTime is served from a Moment');
  },
  parseValue: coded(parseDateTime),
});

/** Makes a parser whose errors keep their code: graphql-js wraps all errors but GraphQLErrors in one without it. */
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
    'A moment in UTC, such as `2024-01-19T09:15:46.000Z`. Input may be any RFC 3339 date-time with its zone, or a day (`2024-01-19`), which means its first moment in UTC. A leap second means the second after it. Source: RFC 3339, section 5.6.',
});

builder.addScalarType('IP', ipAddress, {
  description:
    'An IPv4 or IPv6 address, as ECS sent it. Input may also be a network, such as `10.0.0.0/8` or `2001:db8::/32`; leading zeros, zones and ports are a BAD_REQUEST. Source: RFC 791, RFC 4291, RFC 4632.',
});

builder.addScalarType('Port', tcpPort, {
  description: 'A TCP port, 1 to 65535. Source: RFC 9293, section 3.1.',
});

builder.addScalarType('JSONObject', JSONObjectResolver, {
  description: 'A JSON object with any fields. Source: RFC 8259, section 4.',
});

builder.scalarType('RegionId', {
  description:
    'The id of an Alibaba Cloud region, such as `cn-hangzhou`: `^[a-z]{2,8}(-[a-z0-9]{1,20}){1,6}$`, at most 63 characters. Anything else is a BAD_REQUEST before any upstream call, because a region id becomes part of the host to which signed requests are sent.',
  serialize: (regionId) => regionId,
  parseValue: coded(parseRegionId),
});
