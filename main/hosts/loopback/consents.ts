/**
 * Questions that wait for a person's press on the confirmation origin. Each has an address of its own (one question, two
 * minutes), each view of it a form secret (one press); only an answer with both gives a ticket, to the asking window.
 */
import { confirmPage, outcomePage, type Voice } from '../confirm-page.ts';
import type { ConsentRequest, ConsentSurface, TicketOffice, Windows } from '../ports.ts';
import { readSmall, type Asked } from './router.ts';
import { newSecret, secretBox } from './secrets.ts';

const questionLifeMs = 120_000;
/** A press earlier than this after the page was sent cannot have been meant. */
const quietMs = 700;

interface Question {
  consentId: string;
  request: ConsentRequest;
}
interface View {
  consentId: string;
  shownAt: number;
}

export interface ConsentParts {
  now: () => number;
  windows: Windows;
  tickets: () => TicketOffice;
  confirmOrigin: () => string;
  voice: () => Voice;
}

export interface Consents extends ConsentSurface {
  show(code: string, asked: Asked): void;
  answer(code: string, asked: Asked): Promise<void>;
}

export function openConsents({ now, windows, tickets, confirmOrigin, voice }: ConsentParts): Consents {
  const refuse = ({ consentId, request }: Question): void =>
    void windows.send(request.windowId, { type: 'consent', consentId, outcome: 'refused', ticket: null });
  const questions = secretBox<Question>(now, questionLifeMs, { onExpired: refuse });
  const views = secretBox<View>(now, questionLifeMs, { max: 256 });
  const html = ({ response }: Asked, status: number, body: string): void =>
    void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);

  return {
    ask(request) {
      const consentId = newSecret().slice(0, 12);
      const code = questions.put({ consentId, request });
      // Expiry is noticed at the next look; this look makes sure that the window hears of it.
      setTimeout(() => questions.look(code), questionLifeMs + 1_000).unref();
      return Promise.resolve({ consentId, link: `${confirmOrigin()}/consent/${code}` });
    },
    show(code, asked) {
      const question = questions.look(code);
      if (question === undefined) {
        html(asked, 404, outcomePage(voice(), 'confirm.gone', now()));
        return;
      }
      const { consentId, request } = question;
      const secret = views.put({ consentId, shownAt: now() });
      html(asked, 200, confirmPage(request, secret, now()));
    },
    async answer(code, asked) {
      const form = new URLSearchParams(await readSmall(asked.request));
      const secret = form.get('secret') ?? '';
      const question = questions.look(code);
      const view = views.look(secret);
      const given = form.get('answer') === 'confirm';
      if (question === undefined || view?.consentId !== question.consentId) {
        html(asked, 404, outcomePage(voice(), 'confirm.gone', now()));
        return;
      }
      const { consentId, request } = question;
      if (given && now() - view.shownAt < quietMs) {
        html(asked, 425, outcomePage(request, 'confirm.tooSoon', now()));
        return;
      }
      questions.take(code);
      views.removeWhere((other) => other.consentId === consentId);
      if (given) {
        const ticket = tickets().issue(request);
        windows.send(request.windowId, { type: 'consent', consentId, outcome: 'given', ticket });
      } else refuse(question);
      html(asked, 200, outcomePage(request, given ? 'confirm.given' : 'confirm.refused', now()));
    },
  };
}
