/** What main says in boxes of the system, because there may be no page that could say it. */
import { dialog, type BrowserWindow } from 'electron';
import { message, type Message } from '../../../preload/contract/message.ts';
import { say } from '../../../words/index.ts';
import type { Voice } from '../confirm-page.ts';

export interface Dialogs {
  /** Whether to end now, though this is still being done. */
  mayQuit(window: BrowserWindow | undefined, running: Message[]): Promise<boolean>;
  /** The page ended again and again: whether to open it once more. */
  openAgain(window: BrowserWindow): Promise<boolean>;
}

export function openDialogs(voice: () => Voice): Dialogs {
  const text = (said: Message): string => say(voice().language, said, { ...voice(), now: Date.now() });
  const word = (key: string): string => text(message(`host.${key}`));
  /** The first button changes nothing and is what Enter and Escape press. */
  const ask = async (
    window: BrowserWindow | undefined,
    what: { message: string; detail: string; buttons: [string, string] },
  ): Promise<boolean> => {
    const options = { type: 'question' as const, ...what, defaultId: 0, cancelId: 0, noLink: true };
    const { response } =
      window === undefined
        ? await dialog.showMessageBox(options)
        : await dialog.showMessageBox(window, options);
    return response === 1;
  };
  return {
    mayQuit: (window, running) =>
      ask(window, {
        message: text(message('host.quit.title', { count: running.length })),
        detail: [...running.map((title) => `- ${text(title)}`), '', word('quit.goesOn')].join('\n'),
        buttons: [word('quit.stay'), word('quit.quit')],
      }),
    openAgain: async (window) =>
      !(await ask(window, {
        message: word('crash.title'),
        detail: word('crash.detail'),
        buttons: [word('crash.again'), word('menu.quit')],
      })),
  };
}
