import type { Scan } from '../sessions/scan.ts';
import { builder } from './builder.ts';

/** How far a list was read for one page. */
export const SessionScan = builder.objectRef<Scan>('SessionScan');

builder.objectType(SessionScan, {
  description: 'How far a list of session records was read for one page, whatever of it the page holds.',
  fields: (t) => ({
    records: t.exposeInt('records', {
      nullable: false,
      description:
        'Records of ECS that were read, from where the page begins: those on the page, those that a filter passed over, and those that the next page begins with.',
    }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description:
        'Creation time of the oldest record that was read; of several regions, the latest such time. All that is newer was read in all of them, as far as ECS lists the newest first. Null where all of them were read to their end.',
    }),
  }),
});
