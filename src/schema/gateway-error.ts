import {
  AccessDeniedError,
  BadRequestError,
  type GatewayError,
  InvalidMaxResultsError,
  InvalidNextTokenError,
  RegionNotFoundError,
  SessionNotFoundError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
} from '../ecs/errors.ts';
import { builder } from './builder.ts';
import { ErrorCode } from './error-code.ts';

/*
 * All errors stand in this one file, as their classes do in ecs/errors.ts: each adds little to the fields of GatewayError.
 */

const GatewayErrorInterface = builder.interfaceRef<GatewayError>('GatewayError').implement({
  description:
    'The fields that every failure has. Source of the codes: the DescribeTerminalSessions API page, "Error codes".',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, nullable: false, description: 'The kind of failure; stable.' }),
    message: t.exposeString('message', {
      nullable: false,
      description: 'For people: what was wrong, what was expected, what to do. Its wording may change.',
    }),
    requestId: t.exposeString('requestId', {
      description: 'RequestId of the failed ECS call, for a support ticket; null if ECS did not answer.',
    }),
    upstreamCode: t.exposeString('upstreamCode', {
      description:
        'The error code that ECS returned, such as `InvalidParameter.NextToken`; null if it returned none.',
    }),
    retryable: t.exposeBoolean('retryable', {
      nullable: false,
      description: 'Whether the same request may succeed later without a change.',
    }),
    accountId: t.exposeString('accountId', {
      nullable: true,
      description:
        'Id of the account that failed, 16 digits; null for a failure that belongs to no single account, or whose id is not known.',
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: true,
      description:
        'The region of the failure, also named in the message; null for a failure that belongs to no single region.',
    }),
  }),
});

const interfaces = [GatewayErrorInterface];

builder.objectType(BadRequestError, {
  name: 'BadRequestError',
  description: 'The arguments are wrong, in a way that no more specific type describes. A retry fails again.',
  interfaces,
});

builder.objectType(InvalidNextTokenError, {
  name: 'InvalidNextTokenError',
  description:
    'The cursor in `after` belongs to another list, was changed, has another version, or has expired. Start again without `after`.',
  interfaces,
});

builder.objectType(InvalidMaxResultsError, {
  name: 'InvalidMaxResultsError',
  description: '`first` is outside the page sizes that ECS serves.',
  interfaces,
  fields: (t) => ({
    minimum: t.exposeInt('minimum', { nullable: false, description: 'Minimum of `first`: 1.' }),
    maximum: t.exposeInt('maximum', { nullable: false, description: 'Maximum of `first`: 100.' }),
  }),
});

builder.objectType(RegionNotFoundError, {
  name: 'RegionNotFoundError',
  description: 'ECS knows no such region, or the region has no Session Manager.',
  interfaces,
  fields: (t) => ({
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: false,
      description: 'The requested region.',
    }),
  }),
});

builder.objectType(SessionNotFoundError, {
  name: 'SessionNotFoundError',
  description: 'The region holds no record of the session. Records are kept for four weeks.',
  interfaces,
  fields: (t) => ({
    sessionId: t.exposeString('sessionId', { nullable: false, description: 'The requested session.' }),
  }),
});

builder.objectType(AccessDeniedError, {
  name: 'AccessDeniedError',
  description:
    "Alibaba Cloud refused the gateway's credentials, or their role or RAM policy does not allow the call (such as `ecs:DescribeTerminalSessions`); or your token does not allow it, or the gateway does not. The message says which.",
  interfaces,
});

builder.objectType(ThrottledError, {
  name: 'ThrottledError',
  description:
    'Too many calls. ECS counts calls by API, region and account; above the limit of a minute it refuses all of them until the next minute, those of the console included. Where `upstreamCode` is null, ECS was not called: it throttled a moment ago, the gateway’s own budget is used up, or its own queue is too long.',
  interfaces,
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'Seconds to wait before a retry.',
    }),
  }),
});

builder.objectType(UpstreamInternalError, {
  name: 'UpstreamInternalError',
  description: 'ECS returned InternalError, and did so again when the gateway retried.',
  interfaces,
});

builder.objectType(UpstreamUnavailableError, {
  name: 'UpstreamUnavailableError',
  description:
    'No usable answer from ECS, even after retries: a timeout, a broken connection, or something that is not an ECS answer. It is never served as an empty list.',
  interfaces,
});

/** The failures that any call to ECS may have: members of both unions. */
export const upstreamErrors = [
  RegionNotFoundError,
  AccessDeniedError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
];
