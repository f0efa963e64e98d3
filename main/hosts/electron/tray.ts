/** The tray: what costs money now, and the ways to see it and to stop it. It begins nothing by itself. */
import { Menu, Tray, type MenuItemConstructorOptions } from 'electron';
import { message, type Message } from '../../../preload/contract/message.ts';
import { say } from '../../../words/index.ts';
import { asset } from '../../program.ts';
import type { Voice } from '../confirm-page.ts';
import { routeTo, type Glance } from '../notices.ts';

export interface TrayParts {
  voice: () => Voice;
  now: () => number;
  /** Brings the window to the front, at this page. */
  show: (route?: string) => void;
  quit: () => void;
}

export interface ProgramTray {
  glance(glance: Glance): void;
  /** Says all anew in the language of `voice()`. */
  speak(): void;
  close(): void;
}

function costOf({ now }: Glance): Message {
  if (now === null) return message('host.tray.notSeen');
  const { usd, unknown } = now.perHour;
  if (unknown.length > 0)
    return message(usd === 0 ? 'host.tray.unpriced' : 'host.tray.costAndMore', {
      cost: { money: usd },
      more: unknown.length,
    });
  return usd === 0 ? message('host.tray.free') : message('host.tray.cost', { cost: { money: usd } });
}

export function trayTemplate(
  glance: Glance,
  { voice, now, show, quit }: TrayParts,
): MenuItemConstructorOptions[] {
  const text = (said: Message): string => say(voice().language, said, { ...voice(), now: now() });
  const line = (said: Message): MenuItemConstructorOptions => ({ label: text(said), enabled: false });
  const running = glance.now?.running ?? [];
  return [
    line(costOf(glance)),
    ...(glance.sandbox ? [line(message('host.tray.sandbox'))] : []),
    ...(glance.now === null ? [] : [line(message('host.tray.seen', { at: { time: glance.now.seenAt } }))]),
    { type: 'separator' },
    { label: text(message('host.tray.open')), click: () => show() },
    { label: text(message('host.tray.tasks', { count: glance.tasks })), click: () => show(routeTo.tasks) },
    ...(running.length === 0
      ? []
      : [
          {
            label: text(message('host.tray.stop')),
            submenu: running.map(({ name, usdPerHour, stop }) => ({
              label: text(message('host.tray.stopOne', { name, cost: { money: usdPerHour } })),
              click: () => show(routeTo.operation(stop)),
            })),
          },
        ]),
    { type: 'separator' },
    { label: text(message('host.menu.quit')), click: () => quit() },
  ];
}

/** What the tray stands for until the first look. */
const nothingYet: Glance = { sandbox: false, now: null, tasks: 0 };

export function openTray(parts: TrayParts): ProgramTray {
  const icon = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  const tray = new Tray(asset('icons', icon));
  let shown = nothingYet;
  const draw = (): void => {
    const { language } = parts.voice();
    const said = say(language, costOf(shown), { ...parts.voice(), now: parts.now() });
    tray.setToolTip(`Millwright: ${said}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(shown, parts)));
  };
  // On macOS a press opens the menu.
  if (process.platform !== 'darwin') tray.on('click', () => parts.show());
  draw();
  return {
    glance(glance) {
      shown = glance;
      draw();
    },
    speak: draw,
    close: () => tray.destroy(),
  };
}
