/**
 * Addresses of a notebook's pages. Two kinds of token, both signed with a secret of the notebook: the presigned one of
 * CreatePresignedNotebookInstanceUrl (valid for five minutes), which is exchanged for a session that stands in the path,
 * so that no cookie is needed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { notebooks, type Notebook } from './kinds.ts';

export const pagesPrefix = '/notebook/';

/** Seconds in which a presigned address must be used; documented with CreatePresignedNotebookInstanceUrl. */
const validFor = 300;
const usualSession = 43_200;

interface Ticket {
  use: 'open' | 'session';
  region: string;
  name: string;
  /** ms of the account's clock. */
  until: number;
  /** Of the session, seconds. */
  session: number;
}

export function presign(
  account: SandboxAccount,
  region: string,
  notebook: Readonly<Notebook>,
  session = usualSession,
): string {
  if (account.endpoint === null)
    throw new AwsError(
      'InternalFailure',
      'The sandbox account does not listen, so its pages have no address.',
      500,
    );
  const until = account.clock.now() + validFor * 1000;
  const token = sign(notebook, { use: 'open', region, name: notebook.name, until, session });
  return `${account.endpoint}${pagesPrefix}${notebook.name}?authToken=${token}`;
}

/** The session of a presigned token: null when the token is not ours, altered, too old or the notebook gone. */
export function openSession(
  account: SandboxAccount,
  token: string,
): { name: string; session: string } | null {
  const found = verify(account, token, 'open');
  if (found === null) return null;
  const { ticket, notebook } = found;
  const until = account.clock.now() + ticket.session * 1000;
  return { name: ticket.name, session: sign(notebook, { ...ticket, use: 'session', until }) };
}

export function sessionNotebook(
  account: SandboxAccount,
  token: string,
): { notebook: Readonly<Notebook>; region: string } | null {
  const found = verify(account, token, 'session');
  return found === null ? null : { notebook: found.notebook, region: found.ticket.region };
}

const mac = (notebook: Readonly<Notebook>, body: string) =>
  createHmac('sha256', notebook.secret).update(body).digest();

function sign(notebook: Readonly<Notebook>, ticket: Ticket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${body}.${mac(notebook, body).toString('base64url')}`;
}

function verify(account: SandboxAccount, token: string, use: Ticket['use']) {
  const [body = '', signature = ''] = token.split('.');
  const ticket = read(body);
  if (ticket === null) return null;
  const notebook = notebooks(account, ticket.region).get(ticket.name);
  if (notebook === undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const right = mac(notebook, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return ticket.use === use && account.clock.now() <= ticket.until ? { ticket, notebook } : null;
}

/** Read before its signature is checked, because it names the notebook whose secret checks it. */
function read(body: string): Ticket | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
    const looksRight = typeof value === 'object' && value !== null && 'region' in value && 'name' in value;
    return looksRight && typeof value.region === 'string' && typeof value.name === 'string'
      ? (value as Ticket)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
