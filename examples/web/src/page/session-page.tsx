import { useState } from 'react';
import { type Choice, filterOf } from './choice.ts';
import type { DataLayer } from './data-layer.ts';
import { DetailPanel } from './detail-panel.tsx';
import { FailurePanel } from './failure-panel.tsx';
import type { SessionSummary } from './session.ts';
import { SessionListView } from './session-list-view.tsx';
import { Toolbar } from './toolbar.tsx';

/** How often "active now" looks again. */
const pollEveryMs = 3000;

/** Options of SessionPage. */
export interface SessionPageProps {
  layer: DataLayer;
  regionId: string;
  pageSize: number;
}

/** The whole page, over either data layer. */
export function SessionPage({ layer, regionId, pageSize }: SessionPageProps) {
  const [choice, setChoice] = useState<Choice>({ regionId, users: '', status: '', activeOnly: false });
  const [selected, setSelected] = useState<SessionSummary | null>(null);
  // Another list is another component: nothing of the old one's state may leak into it.
  const listKey = JSON.stringify([choice.regionId, filterOf(choice)]);
  return (
    <layer.Provider>
      <header>
        <h1>Terminal sessions</h1>
        <nav aria-label="Data layer">
          {['apollo', 'relay'].map((name) => (
            <a key={name} href={`?data=${name}`} aria-current={name === layer.name ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      </header>
      <layer.Regions>
        {(regions) => <Toolbar choice={choice} regions={regions} onChange={setChoice} />}
      </layer.Regions>
      <main className={selected ? 'with-detail' : ''}>
        <section aria-label="Session list">
          <layer.Sessions key={listKey} choice={choice} pageSize={pageSize}>
            {(fetched) => {
              switch (fetched.state) {
                case 'loading':
                  return <p className="quiet">Loading …</p>;
                case 'failed':
                  return <FailurePanel {...fetched} />;
                case 'loaded':
                  return (
                    <SessionListView
                      list={fetched.value}
                      pageSize={pageSize}
                      pollEveryMs={choice.activeOnly ? pollEveryMs : null}
                      selectedId={selected?.id ?? null}
                      onSelect={setSelected}
                    />
                  );
              }
            }}
          </layer.Sessions>
        </section>
        {selected && (
          <layer.Session key={selected.id} sessionKey={selected}>
            {(fetched) => <DetailPanel fetched={fetched} onClose={() => setSelected(null)} />}
          </layer.Session>
        )}
      </main>
    </layer.Provider>
  );
}
