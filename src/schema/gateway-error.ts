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

const GatewayErrorInterface = builder.interfaceRef<GatewayError>('GatewayError').implement({
  description:
    'What every failure tells. Source of the codes: the DescribeTerminalSessions API page, "Error codes".',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, nullable: false, description: 'The kind of failure; stable.' }),
    message: t.exposeString('message', {
      nullable: false,
      description: 'For people: what was wrong, what was expected, what to do. Its wording may change.',
    }),
    requestId: t.exposeString('requestId', {
      description: 'RequestId of the failed ECS call, for a support ticket; null if no call was answered.',
    }),
    upstreamCode: t.exposeString('upstreamCode', {
      description:
        'The code ECS itself returned, such as `InvalidParameter.NextToken`; null if ECS returned none.',
    }),
    retryable: t.exposeBoolean('retryable', {
      nullable: false,
      description: 'Whether the same request may succeed later without a change.',
    }),
    regionId: t.expose('regionId', {
      type: 'RegionId',
      nullable: true,
      description:
        'The region that failed, also named in the message; null for a failure that belongs to no single region.',
    }),
  }),
});

const interfaces = [GatewayErrorInterface];

builder.objectType(BadRequestError, {
  name: 'BadRequestError',
  description: 'Arguments that no retry can make right and no more specific type describes.',
  interfaces,
});

builder.objectType(InvalidNextTokenError, {
  name: 'InvalidNextTokenError',
  description:
    'The cursor given as `after` is of another list, was changed, is of another version, or its upstream token has expired. Start again without `after`.',
  interfaces,
});

builder.objectType(InvalidMaxResultsError, {
  name: 'InvalidMaxResultsError',
  description: '`first` is outside what ECS serves.',
  interfaces,
  fields: (t) => ({
    minimum: t.exposeInt('minimum', { nullable: false, description: 'Least records a page may have: 1.' }),
    maximum: t.exposeInt('maximum', { nullable: false, description: 'Most records a page may have: 100.' }),
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
      description: 'The region asked for.',
    }),
  }),
});

builder.objectType(SessionNotFoundError, {
  name: 'SessionNotFoundError',
  description: 'The region holds no record of the session. Records are kept for four weeks.',
  interfaces,
  fields: (t) => ({
    sessionId: t.exposeString('sessionId', { nullable: false, description: 'The session asked for.' }),
  }),
});

builder.objectType(AccessDeniedError, {
  name: 'AccessDeniedError',
  description:
    "ECS refused the gateway's credentials, or their RAM policy does not allow the call (`ecs:DescribeTerminalSessions`).",
  interfaces,
});

builder.objectType(ThrottledError, {
  name: 'ThrottledError',
  description:
    'ECS counts calls per API, region and account by the minute, and refuses all of them, the console’s too, until the next minute. Where `upstreamCode` is null ECS was not asked: it throttled a moment ago, or the gateway’s own budget is spent or its own queue too long.',
  interfaces,
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      nullable: true,
      description: 'Seconds after which a new try makes sense.',
    }),
  }),
});

builder.objectType(UpstreamInternalError, {
  name: 'UpstreamInternalError',
  description: 'ECS failed with InternalError, also after the gateway tried again.',
  interfaces,
});

builder.objectType(UpstreamUnavailableError, {
  name: 'UpstreamUnavailableError',
  description:
    'No usable answer from ECS, also after the gateway tried again: a timeout, a broken connection, or something that is not an ECS answer. Never an empty list.',
  interfaces,
});

/** What any call to ECS can end with; the errors common to both unions. */
export const upstreamErrors = [
  RegionNotFoundError,
  AccessDeniedError,
  ThrottledError,
  UpstreamInternalError,
  UpstreamUnavailableError,
];
