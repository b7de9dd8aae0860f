import { useCallback } from 'react';
import type { SessionList } from './data-layer.ts';
import { FailurePanel } from './failure-panel.tsx';
import { SessionTable, type SessionTableProps } from './session-table.tsx';
import { useEndlessList } from './use-endless-list.ts';
import { useInSight } from './use-in-sight.ts';

/** Options of SessionListView. */
export interface SessionListViewProps extends Omit<SessionTableProps, 'sessions'> {
  list: SessionList;
  pageSize: number;
  pollEveryMs: number | null;
}

/** The table, and below it what comes next: more rows, a failure, or the end. */
export function SessionListView({ list, pageSize, pollEveryMs, ...table }: SessionListViewProps) {
  const [isEndInSight, endRef] = useInSight(200);
  const onRestart = useCallback(() => window.scrollTo({ top: 0 }), []);
  const endless = useEndlessList({ list, pageSize, isEndInSight, pollEveryMs, onRestart });
  return (
    <>
      {endless.wasRestarted && (
        <p className="notice" role="status">
          The place in the list was lost, so it was started again from the first page.
        </p>
      )}
      <SessionTable sessions={list.sessions} {...table} />
      {endless.failure && <FailurePanel failure={endless.failure} retry={endless.retry} />}
      <p ref={endRef} className="quiet end" aria-busy={endless.isLoading}>
        {list.hasNext ? 'Loading more …' : `End of the list: ${list.sessions.length} sessions.`}
      </p>
    </>
  );
}
