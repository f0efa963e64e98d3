/** The program's menu: what every desktop program has. Nothing that reloads or looks into the page in a release. */
import { Menu, type App, type MenuItemConstructorOptions } from 'electron';
import { message } from '../../../preload/contract/message.ts';
import { say } from '../../../words/index.ts';
import type { Voice } from '../confirm-page.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

export function menuTemplate(
  voice: Voice,
  { isPackaged, platform }: { isPackaged: boolean; platform: NodeJS.Platform },
): MenuItemConstructorOptions[] {
  const word = (name: string): string =>
    say(voice.language, message(`host.menu.${name}`), { timeZone: voice.timeZone, now: 0 });
  const items = (...roles: (Role | null)[]): MenuItemConstructorOptions[] =>
    roles.map((role) => (role === null ? { type: 'separator' } : { role, label: word(role) }));
  const mac = platform === 'darwin';
  return [
    ...(mac
      ? [{ label: 'Millwright', submenu: items('about', null, 'hide', 'hideOthers', 'unhide', null, 'quit') }]
      : [{ label: word('file'), submenu: items('quit') }]),
    // Without these roles macOS has no keys for copy and paste.
    {
      label: word('edit'),
      submenu: items('undo', 'redo', null, 'cut', 'copy', 'paste', 'delete', null, 'selectAll'),
    },
    {
      label: word('view'),
      submenu: [
        ...items('resetZoom', 'zoomIn', 'zoomOut', null, 'togglefullscreen'),
        ...(isPackaged ? [] : items(null, 'reload', 'toggleDevTools')),
      ],
    },
    { label: word('window'), submenu: items('minimize', 'close') },
  ];
}

export function setMenu(app: App, voice: Voice): void {
  const template = menuTemplate(voice, { isPackaged: app.isPackaged, platform: process.platform });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
