import { instancesDenied } from './advice.ts';
import type { Fetched, LoadedSession } from './data-layer.ts';
import { FailurePanel } from './failure-panel.tsx';
import { formatDuration, formatTime } from './format.ts';
import type { ConnectionDetails, SessionDetails } from './session.ts';

/** One session with its connections and their instances. */
export function DetailPanel({ fetched, onClose }: { fetched: Fetched<LoadedSession>; onClose: () => void }) {
  return (
    <aside className="detail" aria-label="Session details">
      <button type="button" className="close" onClick={onClose}>
        Close
      </button>
      {fetched.state === 'loading' && <p className="quiet">Loading …</p>}
      {fetched.state === 'failed' && <FailurePanel failure={fetched.failure} retry={fetched.retry} />}
      {fetched.state === 'loaded' && <Details {...fetched.value} />}
    </aside>
  );
}

function Details({ session, instancesDenied: isDenied }: LoadedSession) {
  return (
    <>
      <h2>{session.sessionId}</h2>
      <Facts facts={factsOf(session)} />
      <h3>Connections</h3>
      {isDenied && <p className="notice">{instancesDenied}</p>}
      <ul className="connections" aria-label="Connections">
        {session.connections.map((connection, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: connections have no identity and never change their order.
          <li key={index}>
            <Facts facts={connectionFacts(connection)} />
          </li>
        ))}
      </ul>
    </>
  );
}

type Fact = [name: string, value: string | null | undefined];

function factsOf(session: SessionDetails): Fact[] {
  return [
    ['Region', session.regionId],
    ['Opened (UTC)', formatTime(session.creationTime)],
    ['User', session.username],
    ['Identity', session.identityType],
    ['Principal', session.principalId],
    ['From', session.clientIp],
  ];
}

function connectionFacts({ instance, ...connection }: ConnectionDetails): Fact[] {
  const details: Fact[] = [
    ['Instance', connection.instanceId],
    ['Name', instance?.name],
    ['Host', instance?.hostName],
    ['Private addresses', instance?.privateIpAddresses?.join(', ')],
    ['Status', connection.status],
    ['Opened (UTC)', formatTime(connection.startTime)],
    ['Lasted', formatDuration(connection.durationSeconds)],
  ];
  if (connection.closedReason) details.push(['Closed because', connection.closedReason]);
  if (connection.failedDetail) details.push(['Failed because', connection.failedDetail]);
  return details;
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
