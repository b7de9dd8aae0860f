import { builder } from './builder.ts';

/** The codes of gateway errors. */
export const ErrorCode = builder.enumType('ErrorCode', {
  description:
    'What kind of failure it is; stable. The same code is in `errors[].extensions.code` wherever a failure is not a union member.',
  values: {
    BAD_REQUEST: {
      description: 'Arguments that no retry can make right and no more specific code describes.',
    },
    INVALID_NEXT_TOKEN: {
      description: 'The cursor is of another list, was changed, is of another version, or has expired.',
    },
    INVALID_MAX_RESULTS: { description: '`first` is outside 1 to 100.' },
    REGION_NOT_FOUND: { description: 'ECS knows no such region, or the region has no Session Manager.' },
    SESSION_NOT_FOUND: {
      description: 'The region holds no record of the session; records are kept for four weeks.',
    },
    ACCESS_DENIED: { description: "ECS refused the gateway's credentials or their RAM policy." },
    THROTTLED: {
      description:
        'Too many calls of the whole account in this minute, its console included; or too many at once for the gateway itself.',
    },
    UPSTREAM_INTERNAL_ERROR: { description: 'ECS failed with InternalError; worth another try.' },
    UPSTREAM_UNAVAILABLE: {
      description:
        'No usable answer from ECS: timeout, broken connection, or something that is not an ECS answer.',
    },
  } as const,
});
