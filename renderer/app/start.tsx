import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { WindowHost } from '../../preload/contract/host.ts';
import type { Millwright } from '../../preload/contract/index.ts';
import { applyTheme } from '../theme/apply.ts';
import { AppContext } from './context.tsx';
import { createStores } from './stores.ts';
import { Shell } from './shell.tsx';

/** Draws the window into the page; the same in every host. */
export function start(place: HTMLElement, api: Millwright, host: WindowHost): void {
  applyTheme();
  const app = { api, host, stores: createStores(api) };
  createRoot(place).render(
    <StrictMode>
      <AppContext value={app}>
        <Shell />
      </AppContext>
    </StrictMode>,
  );
}
