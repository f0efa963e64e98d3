/** What a host shows outside of its windows: at a glance in the tray, and where nobody looks as a notice of the system. */
import type { Message } from '../../preload/contract/message.ts';
import type { Amount } from '../../preload/contract/plan.ts';

/** A plan that is made when the page of its review opens. */
export interface PlanAsked {
  source: string;
  answers: object;
}

export interface Glance {
  /** The account inside the program, where nothing costs real money. */
  sandbox: boolean;
  /** Null: the account was never seen. */
  now: {
    perHour: Amount;
    /** ISO. */
    seenAt: string;
    /** What can be stopped, the dearest first. */
    running: { name: string; usdPerHour: number | null; stop: PlanAsked }[];
  } | null;
  /** How many things are being done. */
  tasks: number;
}

export interface Notice {
  title: Message;
  body: Message;
  /** Page of the window that a press opens. Nothing is begun by it: where money is spent, it is a plan's review. */
  route: string;
}

export interface Notices {
  glance(glance: Glance): void;
  /** Shown where no window is looked at; a window that is shows it by itself. */
  tell(notice: Notice): void;
}

/** Addresses of the window's pages (renderer/app/router.ts), of which main names these. */
export const routeTo = {
  home: '#/',
  tasks: '#/tasks',
  task: (id: string): string => `#/tasks/${encodeURIComponent(id)}`,
  operation: ({ source, answers }: PlanAsked): string =>
    `#/plan/${encodeURIComponent(source)}?answers=${encodeURIComponent(JSON.stringify(answers))}`,
};
