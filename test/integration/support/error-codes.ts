/** Every code of the contract's ErrorCode. */
export const codes = [
  'BAD_REQUEST',
  'INVALID_NEXT_TOKEN',
  'INVALID_MAX_RESULTS',
  'REGION_NOT_FOUND',
  'SESSION_NOT_FOUND',
  'ACCESS_DENIED',
  'THROTTLED',
  'UPSTREAM_INTERNAL_ERROR',
  'UPSTREAM_UNAVAILABLE',
];
