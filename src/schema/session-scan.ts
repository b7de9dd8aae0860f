import type { Scan } from '../sessions/scan.ts';
import { builder } from './builder.ts';

/** How far a list was read for one page. */
export const SessionScan = builder.objectRef<Scan>('SessionScan');

builder.objectType(SessionScan, {
  description: 'How much of a list of session records was read for one page.',
  fields: (t) => ({
    records: t.exposeInt('records', {
      nullable: false,
      description:
        'Upstream records read, from the place where the page begins: those on the page, those that do not match the filter, and those left for the next page.',
    }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description:
        'Creation time of the oldest record read; of several regions, the latest of these times: everything newer has been read in all of them, provided that ECS lists newest first. Now, if no record with a time was read. Null if all regions were read to their end.',
    }),
  }),
});
