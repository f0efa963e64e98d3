/** Notices of the system. A press opens the page that they are about. */
import { Notification } from 'electron';
import { say } from '../../../words/index.ts';
import type { Voice } from '../confirm-page.ts';
import type { Notice } from '../notices.ts';

export interface SystemNoticeParts {
  voice: () => Voice;
  now: () => number;
  /** Whether a person has a window of the program before them. */
  isLookedAt: () => boolean;
  show: (route: string) => void;
}

/** Lies in a list of the system, beside what other programs say: one line of each. */
const mostLetters = 200;

export function openSystemNotices({ voice, now, isLookedAt, show }: SystemNoticeParts) {
  // One that nothing holds is forgotten together with what a press does.
  const standing = new Set<Notification>();
  return {
    tell({ title, body, route }: Notice): void {
      if (isLookedAt() || !Notification.isSupported()) return;
      const text = (said: Notice['title']): string =>
        say(voice().language, said, { ...voice(), now: now() }).slice(0, mostLetters);
      const notice = new Notification({ title: text(title), body: text(body) });
      standing.add(notice);
      notice.on('click', () => {
        standing.delete(notice);
        show(route);
      });
      notice.on('close', () => standing.delete(notice));
      notice.on('failed', () => standing.delete(notice));
      notice.show();
    },
    close(): void {
      for (const notice of standing) notice.close();
      standing.clear();
    },
  };
}
