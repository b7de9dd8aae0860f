import type { SessionPage } from '../sessions/session-page.ts';
import { builder } from './builder.ts';
import { Session } from './session.ts';
import { SessionScan } from './session-scan.ts';

/** A page of sessions, and its edges. */
export const SessionConnection = builder.connectionObject(
  {
    name: 'SessionConnection',
    type: Session,
    description: 'A page of session records. Source: Relay, GraphQL Cursor Connections Specification.',
    fields: (t) => ({
      scanned: t.field({
        type: SessionScan,
        nullable: false,
        description:
          'How much of the list was read for this page. An empty page means that nothing matched in what was read: if `until` is not null, older records have not been read yet, so follow `endCursor`.',
        // The seam to Pothos, whose type of a connection has only what Relay asks for: every list resolves to a SessionPage.
        resolve: (page) => (page as unknown as SessionPage).scanned,
      }),
    }),
  },
  { name: 'SessionEdge', description: 'A session record and its place in the list.' },
);
