import { useEffect, useEffectEvent, useState } from 'react';
import { adviceFor } from './advice.ts';
import type { GatewayFailure } from './failure.ts';

/** ECS counts calls by the minute: where it does not say when, the next minute is soon enough. */
const defaultWaitSeconds = 60;

/** What happened, what to do next, and the means to do it. */
export function FailurePanel({ failure, retry }: { failure: GatewayFailure; retry: () => void }) {
  const { title, next, action } = adviceFor[failure.code];
  return (
    <div className="failure" role="alert" data-code={failure.code}>
      <h3>{title}</h3>
      <p>{next}</p>
      <p className="quiet">{failure.message}</p>
      {failure.requestId && (
        <p className="quiet">
          Request id for a support ticket: <code>{failure.requestId}</code>
        </p>
      )}
      {action === 'wait' && (
        <Countdown seconds={failure.retryAfterSeconds ?? defaultWaitSeconds} whenOver={retry} />
      )}
      {action === 'retry' && (
        <button type="button" onClick={retry}>
          {failure.code === 'INVALID_NEXT_TOKEN' ? 'Start again' : 'Try again'}
        </button>
      )}
    </div>
  );
}

function Countdown({ seconds, whenOver }: { seconds: number; whenOver: () => void }) {
  const [left, setLeft] = useState(seconds);
  // The page may render again while it counts; only a second that has passed may count.
  const end = useEffectEvent(whenOver);
  useEffect(() => {
    if (left <= 0) return end();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <p role="timer">
      Trying again in <strong>{Math.max(left, 0)} s</strong>
    </p>
  );
}
