import { builder } from './builder.ts';

/** A stretch of time. */
export const TimeRange = builder.inputType('TimeRange', {
  description:
    'A stretch of time, its first moment included and its last not: for one day, that day and the next. One that is empty or ends before it begins is a BAD_REQUEST.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'The first moment.' }),
    to: t.field({ type: 'DateTime', required: true, description: 'The first moment after it.' }),
  }),
});
