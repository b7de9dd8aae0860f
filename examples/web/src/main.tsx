import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { DataLayer } from './page/data-layer.ts';
import { SessionPage } from './page/session-page.tsx';
import './page/page.css';

const parameters = new URLSearchParams(location.search);

/** Each layer is its own chunk, so that a page loads only the client it uses. */
async function loadLayer(name: string | null): Promise<DataLayer> {
  if (name === 'relay') return (await import('./relay/layer.tsx')).relayLayer;
  return (await import('./apollo/layer.tsx')).apolloLayer;
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html must have an element with the id root');
createRoot(root).render(
  <StrictMode>
    <SessionPage
      layer={await loadLayer(parameters.get('data'))}
      regionId={parameters.get('region') ?? 'cn-hangzhou'}
      pageSize={Number(parameters.get('pageSize') ?? 20)}
    />
  </StrictMode>,
);
