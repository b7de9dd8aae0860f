import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionList } from './data-layer.ts';
import { type GatewayFailure, toFailure } from './failure.ts';

/** ECS serves no more records in one page. */
const maxPageSize = 100;

/** A list that fetches its next pages when its end is in sight, and recovers from a lost place by itself. */
export interface EndlessList {
  isLoading: boolean;
  failure: GatewayFailure | null;
  /** Whether the list was started again because its place was lost. */
  wasRestarted: boolean;
  /** Repeats what failed. */
  retry(): void;
}

/** Options of useEndlessList. */
export interface EndlessListOptions {
  list: SessionList;
  pageSize: number;
  /** Whether the end of the list is in sight. */
  isEndInSight: boolean;
  /** Milliseconds between reloads of what is shown; null for none. */
  pollEveryMs: number | null;
  /** Told before the first page replaces all others. */
  onRestart: () => void;
}

type Step = 'next' | 'restart' | 'refresh';

export function useEndlessList(options: EndlessListOptions): EndlessList {
  const { list, isEndInSight, pollEveryMs } = options;
  // What is being done; a refresh is a step, too, since the next page must wait for its end.
  const [step, setStep] = useState<Step | null>(null);
  const [failed, setFailed] = useState<{ failure: GatewayFailure; step: Step } | null>(null);
  const [wasRestarted, setRestarted] = useState(false);
  // A state would be a render late, and two steps at once would fetch one page twice.
  const isBusy = useRef(false);
  // A place that is lost again right after a restart is a failure to show, or restarting would never end.
  const hasJustRestarted = useRef(false);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const run = useCallback(async (nextStep: Step): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    setStep(nextStep);
    setFailed(null);
    const failure = await take(nextStep, latest.current).then(() => null, toFailure);
    isBusy.current = false;
    setStep(null);
    if (failure?.code === 'INVALID_NEXT_TOKEN' && !hasJustRestarted.current) {
      hasJustRestarted.current = true;
      setRestarted(true);
      return run('restart');
    }
    if (failure) setFailed({ failure, step: nextStep });
    else if (nextStep === 'next') hasJustRestarted.current = false;
  }, []);

  useEffect(() => {
    // Runs again after each page: a filtered page may be short, or even empty, while more follow.
    if (isEndInSight && list.hasNext && !step && !failed) void run('next');
  }, [isEndInSight, list.hasNext, step, failed, run]);

  const isPolling = pollEveryMs !== null && !failed;
  useEffect(() => {
    if (!isPolling) return;
    const timer = setInterval(() => {
      if (!document.hidden) void run('refresh');
    }, pollEveryMs);
    return () => clearInterval(timer);
  }, [isPolling, pollEveryMs, run]);

  return {
    isLoading: step === 'next' || step === 'restart',
    failure: failed?.failure ?? null,
    wasRestarted,
    retry() {
      if (failed) void run(failed.failure.code === 'INVALID_NEXT_TOKEN' ? 'restart' : failed.step);
    },
  };
}

async function take(step: Step, { list, pageSize, onRestart }: EndlessListOptions): Promise<void> {
  switch (step) {
    case 'next':
      return list.loadNext();
    case 'restart':
      onRestart();
      return list.reload(pageSize);
    case 'refresh':
      return list.reload(Math.min(Math.max(list.sessions.length, pageSize), maxPageSize));
  }
}
