import { builder } from './builder.ts';

/** The codes of gateway errors. */
export const ErrorCode = builder.enumType('ErrorCode', {
  description:
    'The kind of a failure; stable. Where a failure is not a union member, the same code is in `errors[].extensions.code`.',
  values: {
    BAD_REQUEST: {
      description:
        'The arguments are wrong, in a way that no more specific code describes. A retry fails again.',
    },
    INVALID_NEXT_TOKEN: {
      description: 'The cursor belongs to another list, was changed, has another version, or has expired.',
    },
    INVALID_MAX_RESULTS: { description: '`first` is outside 1 to 100.' },
    REGION_NOT_FOUND: { description: 'ECS knows no such region, or the region has no Session Manager.' },
    SESSION_NOT_FOUND: {
      description: 'The region holds no record of the session; records are kept for four weeks.',
    },
    ACCESS_DENIED: {
      description:
        "Alibaba Cloud refused the gateway's credentials, their role or their RAM policy; or your token does not allow it; or the gateway does not.",
    },
    THROTTLED: {
      description:
        'Too many calls of the whole account in this minute, the console included; or too many at once for the gateway itself.',
    },
    UPSTREAM_INTERNAL_ERROR: { description: 'ECS returned InternalError; a retry may succeed.' },
    UPSTREAM_UNAVAILABLE: {
      description:
        'No usable answer from ECS: a timeout, a broken connection, or something that is not an ECS answer.',
    },
  } as const,
});
