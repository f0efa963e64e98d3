/** What the window asks about notebook instances. */
import type { Handlers } from '../../preload/contract/index.ts';
import type { OpenedOutside } from '../../preload/contract/domains/app.ts';
import type { NotebookRow } from '../../preload/contract/domains/notebooks.ts';
import type { ListDelta } from '../../preload/contract/lists.ts';
import type { Receipt } from '../../preload/contract/plan.ts';
import type { Aws } from '../aws/aws.ts';
import { failure } from '../failure.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isStale, toShow, type InventorySnapshot } from '../inventory/snapshot.ts';
import type { LiveList } from '../inventory/live-list.ts';
import { notebookDetail } from './details.ts';
import { notebookRows, notebookType, stackOf } from './rows.ts';

export interface NotebookParts {
  connect: () => Promise<Aws>;
  inventory: Inventory;
  price: (key: string, region: string) => number | null;
  receipts: () => Promise<Receipt[]>;
  live: LiveList<NotebookRow>;
  /** To the windows that look at the list. */
  tell: (delta: ListDelta, but?: string) => void;
  /** Time in the account, ms; asks nobody. */
  now: () => number;
  /** Opens an address of the connected account outside the window. */
  openPage: (url: string) => Promise<OpenedOutside>;
}

/** A longer list is answered in two parts to a page that opens: what fills the screen, then all. */
const longList = 1_000;
const firstRows = 100;

export function notebookHandlers(parts: NotebookParts): Handlers['notebooks'] {
  return {
    async list({ refresh, first }, { windowId }) {
      const view = refresh ? await parts.inventory.refresh() : await parts.inventory.view();
      const snapshot = toShow(view);
      if (!snapshot)
        return { version: parts.live.version, loadedAt: null, stale: true, refused: [], rows: [] };
      const told = {
        loadedAt: snapshot.loadedAt,
        stale: isStale(view, parts.now()),
        refused: snapshot.refused ?? [],
      };
      const all = snapshot.things.filter(({ type }) => type === notebookType);
      if (first && all.length > longList) {
        const page = { ...snapshot, things: all.slice(0, firstRows) };
        return {
          ...told,
          version: parts.live.version,
          rows: notebookRows(page, parts.price, parts.now()),
          firstOf: { all: all.length, running: all.filter(({ status }) => status === 'InService').length },
        };
      }
      // Who asks is answered with the whole.
      tellNotebooks(parts, snapshot, windowId);
      return { ...told, version: parts.live.version, rows: parts.live.rows };
    },

    async get({ name }, { signal }) {
      const aws = await parts.connect();
      const known = toShow(await parts.inventory.view());
      const snapshot = known ?? toShow(await parts.inventory.refresh());
      if (!snapshot) throw failure('resource.notFound', { thing: name });
      const receipts = await parts.receipts();
      const price = (key: string) => parts.price(key, snapshot.region);
      return notebookDetail(name, { aws, snapshot, price, receipts, signal });
    },

    /** Makes the presigned link at the click and hands it to the host; it is valid for 5 minutes and kept nowhere. */
    async open({ name, page }, context) {
      const aws = await parts.connect();
      const answer = await aws.call(
        'sagemaker',
        'CreatePresignedNotebookInstanceUrl',
        { NotebookInstanceName: name },
        { signal: context.signal },
      );
      if (answer.AuthorizedUrl === undefined) throw failure('aws.badAnswer', { service: 'SageMaker' });
      const { snapshot } = await parts.inventory.view();
      const port = snapshot ? stackOf(snapshot, name)?.parameters.DashboardPort : undefined;
      return parts.openPage(pageOf(answer.AuthorizedUrl, page, port ?? '8501'));
    },
  };
}

/** Takes the look into the live list; windows that look at it are told what is new. */
export function tellNotebooks(
  { live, price, now, tell }: Pick<NotebookParts, 'live' | 'price' | 'now' | 'tell'>,
  snapshot: InventorySnapshot,
  but?: string,
): void {
  const delta = live.take(notebookRows(snapshot, price, now()), snapshot.loadedAt);
  if (delta !== null) tell({ of: 'notebooks', ...delta }, but);
}

/**
 * The presigned address opens Jupyter; its `view` parameter chooses JupyterLab
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html). A program behind
 * jupyter-server-proxy is reached by a path below it; that AWS takes the token there too is to be confirmed on a real account.
 */
function pageOf(authorized: string, page: 'lab' | 'classic' | 'dashboard', port: string): string {
  const url = new URL(authorized);
  if (page === 'lab') url.searchParams.set('view', 'lab');
  if (page === 'dashboard') url.pathname = `${url.pathname.replace(/\/$/, '')}/proxy/${port}/`;
  return url.href;
}
