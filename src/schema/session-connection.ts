import { builder } from './builder.ts';
import { Session } from './session.ts';

/** A page of sessions, and its edges. */
export const SessionConnection = builder.connectionObject(
  {
    name: 'SessionConnection',
    type: Session,
    description: 'A page of session records. Source: Relay, GraphQL Cursor Connections Specification.',
  },
  { name: 'SessionEdge', description: 'A session record and its place in the list.' },
);
