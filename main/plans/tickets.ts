/**
 * Consent as a ticket: given only by a confirmation surface that the page cannot press, good for one use within two
 * minutes, for one plan digest and for the window that asked.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { failure } from '../failure.ts';
import type { TicketOffice } from '../hosts/ports.ts';

export interface Tickets extends TicketOffice {
  /** Takes the ticket. Throws `ticket.missing`, `ticket.used`, `ticket.stale` or `ticket.wrongPlan`; each look uses it up. */
  redeem(ticket: string, bound: { planId: string; digest: string; windowId: string }): void;
}

const lifeMs = 120_000;
/** Used tickets are remembered as long as somebody could try them again. */
const rememberedMs = 600_000;

interface Given {
  hash: Buffer;
  planId: string;
  digest: string;
  windowId: string;
  at: number;
  used: boolean;
}

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest();

export function openTickets(now: () => number): Tickets {
  let given: Given[] = [];
  const find = (ticket: string): Given | undefined => {
    const hash = hashOf(ticket);
    // Every ticket is compared, in constant time each, so that timing tells nothing.
    return given.reduce<Given | undefined>(
      (found, one) => (timingSafeEqual(one.hash, hash) ? one : found),
      undefined,
    );
  };
  return {
    issue({ planId, digest, windowId }) {
      given = given.filter((one) => now() - one.at < rememberedMs);
      const ticket = randomBytes(32).toString('base64url');
      given.push({ hash: hashOf(ticket), planId, digest, windowId, at: now(), used: false });
      return ticket;
    },
    redeem(ticket, bound) {
      const one = ticket === '' ? undefined : find(ticket);
      if (one === undefined) throw failure('ticket.missing');
      if (one.used) throw failure('ticket.used');
      one.used = true;
      if (now() - one.at > lifeMs) throw failure('ticket.stale');
      if (one.planId !== bound.planId || one.digest !== bound.digest || one.windowId !== bound.windowId)
        throw failure('ticket.wrongPlan');
    },
  };
}
