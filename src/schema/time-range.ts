import { builder } from './builder.ts';

/** A range of time. */
export const TimeRange = builder.inputType('TimeRange', {
  description:
    'A range of time. For one day, give that day and the next. An empty or reversed range is a BAD_REQUEST.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'Start of the range, included.' }),
    to: t.field({ type: 'DateTime', required: true, description: 'End of the range, not included.' }),
  }),
});
