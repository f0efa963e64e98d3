/**
 * Questions that wait for a person's press in a window of main's own: other session, other preload, other address, so that
 * the page that asked can neither read nor press it. One question, two minutes, one press; only then there is a ticket.
 */
import { randomUUID } from 'node:crypto';
import { BrowserWindow, type IpcMain, type IpcMainEvent, type Session } from 'electron';
import { confirmOrigin, wire } from '../../../preload/electron-wire.ts';
import { message } from '../../../preload/contract/message.ts';
import { say } from '../../../words/index.ts';
import { confirmPage } from '../confirm-page.ts';
import type { ConsentRequest, ConsentSurface, TicketOffice } from '../ports.ts';
import { closedPreferences } from './closed.ts';
import { isTopFrameAt } from './origins.ts';
import { serveConfirmation } from './protocol.ts';
import type { WindowRegistry } from './windows.ts';

const questionLifeMs = 120_000;
/** A press earlier than this after the window was shown cannot have been meant. */
const quietMs = 700;

interface Question {
  consentId: string;
  request: ConsentRequest;
  window: BrowserWindow;
  askedAt: number;
  shownAt: number;
  timer: NodeJS.Timeout;
}

export interface ConsentParts {
  ipcMain: IpcMain;
  session: Session;
  preload: string;
  isPackaged: boolean;
  now: () => number;
  windows: WindowRegistry;
  tickets: () => TicketOffice;
}

export interface Consents extends ConsentSurface {
  close(): void;
}

export function openConsents(parts: ConsentParts): Consents {
  const { ipcMain, session, now, windows, tickets } = parts;
  const open = new Map<string, Question>();
  serveConfirmation(session, (id) => {
    const question = open.get(id);
    return question && confirmPage(question.request, question.consentId, now());
  });

  /** Takes the question away, once; the window that asked hears of it. */
  const end = (question: Question, given: boolean): void => {
    const { consentId, request, window, timer } = question;
    if (!open.delete(consentId)) return;
    clearTimeout(timer);
    windows.send(request.windowId, {
      type: 'consent',
      consentId,
      outcome: given ? 'given' : 'refused',
      ticket: given ? tickets().issue(request) : null,
    });
    if (!window.isDestroyed()) window.destroy();
  };

  const answer = (event: IpcMainEvent, consentId: unknown, said: unknown): void => {
    const question = [...open.values()].find(({ window }) => window.webContents === event.sender);
    if (question === undefined || question.consentId !== consentId) return;
    if (!isTopFrameAt(event.senderFrame, event.sender, confirmOrigin)) return;
    if (said !== 'confirm') end(question, false);
    else if (now() - question.askedAt >= questionLifeMs) end(question, false);
    // Shown later than never: a press on what nobody has seen is none.
    else if (question.shownAt > 0 && now() - question.shownAt >= quietMs) end(question, true);
  };
  ipcMain.on(wire.consent, answer);

  const windowFor = (request: ConsentRequest): BrowserWindow => {
    const asking = windows.find(request.windowId)?.window;
    const title = request.press
      ? message('host.confirm.titleOf', { press: { message: request.press } })
      : message('host.confirm.title');
    return new BrowserWindow({
      ...(asking && { parent: asking }),
      title: say(request.language, title, { timeZone: request.timeZone, now: now() }),
      width: 560,
      height: 680,
      show: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      autoHideMenuBar: true,
      webPreferences: closedPreferences(session, parts.preload, parts.isPackaged),
    });
  };

  return {
    async ask(request) {
      // A window has one question at a time: the newer one stands for what the person wants now.
      for (const other of [...open.values()])
        if (other.request.windowId === request.windowId) end(other, false);
      const consentId = randomUUID();
      const window = windowFor(request);
      const question: Question = {
        consentId,
        request,
        window,
        askedAt: now(),
        shownAt: 0,
        timer: setTimeout(() => end(question, false), questionLifeMs),
      };
      open.set(consentId, question);
      window.once('closed', () => end(question, false));
      window.once('ready-to-show', () => {
        question.shownAt = now();
        window.show();
      });
      await window.loadURL(`${confirmOrigin}/${consentId}`);
      return { consentId, link: null };
    },
    close() {
      ipcMain.off(wire.consent, answer);
      for (const question of [...open.values()]) end(question, false);
    },
  };
}
