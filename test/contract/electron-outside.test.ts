/** What a person sees of the program outside of its windows: the tray, and notices of the system. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { trayTemplate } from '../../main/hosts/electron/tray.ts';
import { routeTo, type Glance } from '../../main/hosts/notices.ts';
import type { Language } from '../../words/index.ts';
import { resetElectron, seen, standIn } from '../support/electron-stand-in.ts';
import { openElectron, type ElectronTest } from './support/electron-host.ts';

vi.mock('electron', async () => (await import('../support/electron-stand-in.ts')).electronStandIn());

const now = Date.parse('2026-11-20T14:05:00Z');
const stop = { source: 'notebook-stop', answers: { name: 'notes' } };
const glance = (more: Partial<Glance['now']> = {}): Glance => ({
  sandbox: false,
  tasks: 0,
  now: {
    perHour: { usd: 0.05, unknown: [] },
    seenAt: '2026-11-20T14:02:00Z',
    running: [{ name: 'notes', usdPerHour: 0.05, stop }],
    ...more,
  },
});
const nothing = { show: () => undefined, quit: () => undefined };

const labels = (template: MenuItemConstructorOptions[]): string[] =>
  template.flatMap(({ label, submenu }) => [
    ...(label === undefined ? [] : [label]),
    ...(Array.isArray(submenu) ? labels(submenu) : []),
  ]);
const itemsOf = (given: Glance, language: Language = 'en'): string[] =>
  labels(trayTemplate(given, { voice: () => ({ language, timeZone: 'UTC' }), now: () => now, ...nothing }));

describe('the tray', () => {
  test('says what an hour costs now and when that was seen, and what can be stopped', () => {
    expect(itemsOf({ ...glance(), tasks: 2 })).toEqual([
      '$0.05 an hour now',
      'Seen today 14:02',
      'Open Millwright',
      'Tasks: 2 are being done',
      'Stop',
      'notes, $0.05 an hour...',
      'Quit Millwright',
    ]);
    expect(itemsOf({ ...glance(), sandbox: true }, 'zh-CN')).toEqual([
      '目前每小时 $0.05',
      '沙盒账户：不会产生真实费用',
      '查看时间：今天 14:02',
      '打开 Millwright',
      '任务',
      '停止',
      'notes，每小时 $0.05……',
      '退出 Millwright',
    ]);
  });

  test('takes no price that it does not know for zero, and an account that it never saw for no free one', () => {
    const first = (perHour: { usd: number; unknown: string[] }) => itemsOf(glance({ perHour }))[0];
    expect(first({ usd: 0, unknown: [] })).toBe('Nothing costs money by the hour now');
    expect(first({ usd: 0.05, unknown: ['a', 'b'] })).toBe(
      '$0.05 an hour now, and 2 things whose price is not known',
    );
    expect(first({ usd: 0, unknown: ['a'] })).toBe('One thing runs whose price is not known');
    expect(itemsOf({ sandbox: false, tasks: 0, now: null })).toEqual([
      'What costs money is not seen yet',
      'Open Millwright',
      'Tasks',
      'Quit Millwright',
    ]);
  });

  test('shows a strange name of a thing as it is', () => {
    const name = '<b>&x</b> {more}';
    expect(itemsOf(glance({ running: [{ name, usdPerHour: null, stop }] }))).toContain(
      `${name}, ? an hour...`,
    );
  });
});

describe('outside of the windows', () => {
  let open: ElectronTest;
  beforeEach(async () => {
    open = await openElectron();
  });
  afterEach(() => open.close());
  const tray = () => {
    const [one] = seen.trays;
    if (one === undefined) throw new Error('no tray');
    return one;
  };
  const press = (label: string, among = tray().menu): void => {
    for (const item of among) {
      if (item.label?.startsWith(label) === true) (item.click as (() => void) | undefined)?.();
      if (Array.isArray(item.submenu)) press(label, item.submenu);
    }
  };
  const page = () => open.window.contents.frame.url;

  test('a press in the tray brings the window to the front at its page, and begins nothing', async () => {
    open.host.notices?.glance(glance());
    expect(tray().toolTip).toBe('Millwright: $0.05 an hour now');
    open.window.minimized = true;
    press('Tasks');
    await vi.waitUntil(() => page() === 'millwright://app/#/tasks');
    expect(open.window.minimized).toBe(false);
    press('notes');
    await vi.waitUntil(() => page() === `millwright://app/${routeTo.operation(stop)}`);
    expect(open.ran).toEqual([]);
    expect(standIn.windows()).toHaveLength(1);
    // The page was not loaded anew: what a person typed there is still there.
    expect(open.page.window.contents.world).toHaveProperty('millwright');
    press('Quit');
    expect(seen.ended).toEqual([0]);
  });

  test('a notice is shown where nobody looks, and a press opens what it is about', async () => {
    const notice = {
      title: { key: 'plan.notebook.stop.title', params: { name: 'notes' } },
      body: { key: 'host.notice.failed' },
      route: routeTo.task('t 1'),
    };
    open.window.focused = true;
    open.host.notices?.tell(notice);
    expect(seen.notices).toEqual([]);
    open.window.focused = false;
    open.host.notices?.tell(notice);
    expect(seen.notices).toHaveLength(1);
    expect(seen.notices[0]?.options.body).toBe(
      'It failed. Press to see what exists now, what it costs and what to do.',
    );
    seen.notices[0]?.emit('click');
    await vi.waitUntil(() => page() === 'millwright://app/#/tasks/t%201');
    seen.notifies = false;
    open.window.focused = false;
    open.host.notices?.tell(notice);
    expect(seen.notices).toHaveLength(1);
  });

  test('a window that was closed opens at the page that was asked for', async () => {
    open.window.destroy();
    await open.host.open(routeTo.tasks);
    expect(standIn.windows()[0]?.contents.frame.url).toBe('millwright://app/#/tasks');
  });

  test('nothing stays behind when the program ends', () => {
    open.host.notices?.tell({
      title: { key: 'host.tray.open' },
      body: { key: 'host.notice.lost' },
      route: '#/',
    });
    expect([seen.trays.length, seen.notices.length]).toEqual([1, 1]);
    open.host.close();
    expect([seen.trays.length, seen.notices.length]).toEqual([0, 0]);
  });
});

test('a fresh computer has neither tray nor notices', () => {
  resetElectron();
  expect([seen.trays, seen.notices]).toEqual([[], []]);
});
