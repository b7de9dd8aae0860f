import { formatTime } from './format.ts';
import type { SessionSummary } from './session.ts';

/** Options of SessionTable. */
export interface SessionTableProps {
  sessions: readonly SessionSummary[];
  selectedId: string | null;
  onSelect: (session: SessionSummary) => void;
}

/** The rows, newest first. */
export function SessionTable({ sessions, selectedId, onSelect }: SessionTableProps) {
  return (
    <table aria-label="Sessions">
      <thead>
        <tr>
          <th scope="col">Session</th>
          <th scope="col">Opened (UTC)</th>
          <th scope="col">User</th>
          <th scope="col">From</th>
          <th scope="col">Instances</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id} data-id={session.id} aria-selected={session.id === selectedId}>
            <th scope="row">
              <button type="button" className="link" onClick={() => onSelect(session)}>
                {session.sessionId}
              </button>
            </th>
            <td>{formatTime(session.creationTime)}</td>
            <td data-field="user">{session.username ?? '–'}</td>
            <td>{session.clientIp ?? '–'}</td>
            <td>{listOf(session.connections.map(({ instanceId }) => instanceId))}</td>
            <td data-field="status">
              {listOf(session.connections.map(({ status }) => status))}
              {session.active && <span className="live">live</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function listOf(values: readonly (string | null | undefined)[]): string {
  const [first, ...others] = new Set(values.map((value) => value ?? '–'));
  return others.length > 0 ? `${first} and ${others.length} more` : (first ?? '–');
}
