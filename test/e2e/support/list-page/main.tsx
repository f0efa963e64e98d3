/** The page of notebooks as it is in the window, with as many rows as a test asks for. Built for tests only. */
// First: the API that answers here knows the schemas.
import './no-eval.ts';
import '@cloudscape-design/global-styles/index.css';
import '../../../../renderer/theme/theme.css';
import '../../../../renderer/theme/frame.css';
import '../../../../renderer/theme/parts.css';
import '../../../../renderer/theme/table.css';
import { createRoot } from 'react-dom/client';
import { AppContext } from '../../../../renderer/app/context.tsx';
import { createStores, followEvents } from '../../../../renderer/app/stores.ts';
import { NotebooksPage } from '../../../../renderer/features/notebooks/notebooks-page.tsx';
import { LocaleContext } from '../../../../renderer/i18n/use-say.ts';
import { applyTheme, followAppearance } from '../../../../renderer/theme/apply.ts';
import type { NotebookRow } from '../../../../preload/contract/domains/notebooks.ts';
import { fakeApi } from '../../../component/fake-api.ts';

const asked = new URLSearchParams(location.search);
const count = Number(asked.get('rows') ?? 100_000);
const language = asked.get('language') === 'zh-CN' ? 'zh-CN' : 'en';
const from = Date.now() - 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();
const statuses = ['InService', 'Stopped', 'Failed', 'Stopping'] as const;

const rowOf = (n: number, turn = 0): NotebookRow => ({
  name: `notebook-${(n * 7919) % count}`,
  region: 'us-east-1',
  status: statuses[(n + turn) % statuses.length] ?? 'Unknown',
  instanceType: n % 7 === 0 ? 'ml.m5.xlarge' : 'ml.t3.medium',
  since: iso(from + n * 100 + turn),
  createdAt: iso(from),
  usdPerHour: n % 11 === 0 ? null : (n % 40) / 100,
  usdSoFar: turn,
  endsAt: null,
  ownedByPlan: n % 2 === 0 ? 'plan' : null,
  stackName: null,
});

const fake = fakeApi({
  'notebooks.list': {
    version: 1,
    loadedAt: iso(Date.now()),
    stale: false,
    rows: Array.from({ length: count }, (_, n) => rowOf(n)),
  },
});
const stores = createStores(fake.api);
followEvents(fake.api, fake.host, stores);
applyTheme();
followAppearance(asked.get('dark') === null ? 'light' : 'dark');

let version = 1;
const last = new Map<string, number>();
let turn = 0;

/** Tests reach these. */
Object.assign(window, {
  /** Tells so many changes a second, ten at a time, as events of main. Answers the names and their last turn. */
  async change(perSecond: number, seconds: number) {
    const end = performance.now() + seconds * 1000;
    let sent = 0;
    const begun = performance.now();
    while (performance.now() < end) {
      while (sent < ((performance.now() - begun) / 1000) * perSecond) {
        const changed = Array.from({ length: 10 }, () => {
          turn += 1;
          const row = rowOf((turn * 104_729) % count, turn);
          last.set(row.name, turn);
          return row;
        });
        const list = {
          of: 'notebooks' as const,
          from: version,
          version: version + 1,
          loadedAt: iso(Date.now()),
        };
        fake.emit({ type: 'list', list: { ...list, added: [], changed, removed: [] } });
        version += 1;
        sent += 10;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const rows = new Map(stores.notebooks.getState().data?.rows.map((row) => [row.name, row.usdSoFar]));
    return { sent, lost: [...last].filter(([name, is]) => rows.get(name) !== is).length };
  },
  /** Takes a row away, as an event of main. */
  remove(name: string) {
    const list = { of: 'notebooks' as const, from: version, version: version + 1, loadedAt: iso(Date.now()) };
    fake.emit({ type: 'list', list: { ...list, added: [], changed: [], removed: [name] } });
    version += 1;
  },
});

const place = document.getElementById('app');
if (place === null) throw new Error('no place');
document.documentElement.lang = language;
createRoot(place).render(
  <AppContext value={{ api: fake.api, host: fake.host, stores }}>
    <LocaleContext value={{ language, timeZone: 'Europe/Berlin' }}>
      <main className="mw-page">
        <NotebooksPage />
      </main>
    </LocaleContext>
  </AppContext>,
);
