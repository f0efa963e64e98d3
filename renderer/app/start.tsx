import '@cloudscape-design/global-styles/index.css';
import '../theme/theme.css';
import '../theme/frame.css';
import '../theme/parts.css';
import '../theme/table.css';
import '../theme/plan.css';
import '../theme/home.css';
import '../theme/wizard.css';
import '../theme/things.css';
import '../theme/jobs.css';
import '../theme/faults.css';
import '../theme/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { apiOver } from '../../preload/api.ts';
import type { Line } from '../../preload/line.ts';
import { applyTheme } from '../theme/apply.ts';
import { AppContext } from './context.tsx';
import { Shell } from './shell.tsx';
import { createStores, openFirst } from './stores.ts';

/**
 * So long the first picture waits for its figures, ms: drawing it without them and then again takes longer than they do. A
 * main that is slower or gone is said in the window.
 */
const patienceMs = 120;

/** Draws the window into the page; the same in every host. */
export async function start(place: HTMLElement, line: Line): Promise<void> {
  applyTheme();
  const api = apiOver(line);
  const app = { api, host: line, stores: createStores(api) };
  const figures = openFirst(app.stores, location.hash);
  await Promise.race([figures, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  createRoot(place).render(
    <StrictMode>
      <AppContext value={app}>
        <Shell />
      </AppContext>
    </StrictMode>,
  );
}
