/**
 * What a page that was taken over tries, run inside the window itself with everything that the window has: its token, a
 * socket of its own, and the address of the confirmation page. Answers what each try brought.
 */
export interface Tried {
  plan: { id: string; digest: string };
  link: string;
  tries: Record<string, string>;
}

/** Stays in the page: `window.owned` goes on listening for a ticket. */
export interface Owned {
  tickets: (string | null)[];
  call(channel: string, input: unknown): Promise<{ ok: boolean; value?: unknown; error?: { code: string } }>;
}

/** Runs in the browser: uses nothing from outside of itself. */
export async function takeOver(bucket: string): Promise<Tried> {
  const socket = new WebSocket(`ws://${location.host}/socket`);
  const waiting = new Map<string, (result: never) => void>();
  const owned: Owned = {
    tickets: [],
    call: (channel, input) =>
      new Promise((resolve) => {
        const id = crypto.randomUUID();
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ type: 'call', id, channel, input }));
      }),
  };
  Object.assign(window, { owned });
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as {
      type: string;
      id: string;
      result: never;
      event: { type: string; ticket: string | null };
    };
    if (message.type === 'result') waiting.get(message.id)?.(message.result);
    if (message.type === 'event' && message.event.type === 'consent')
      owned.tickets.push(message.event.ticket);
  };
  await new Promise((resolve) => (socket.onopen = resolve));
  const token = sessionStorage.getItem('millwright.session');
  socket.send(JSON.stringify({ type: 'hello', token, windowKey: null, pending: [] }));

  const made = await owned.call('plans.make', { source: 'storage', answers: { name: bucket } });
  const { id, digest } = made.value as { id: string; digest: string };
  const asked = await owned.call('plans.askConsent', { id, digest });
  const { link } = asked.value as { link: string };

  const tries: Record<string, string> = {};
  const wait = (ms: number): Promise<string> =>
    new Promise((resolve) => setTimeout(() => resolve('nothing'), ms));
  const attempt = async (name: string, what: () => unknown): Promise<void> => {
    try {
      tries[name] = String(await Promise.race([what(), wait(1_500)]));
    } catch (error) {
      tries[name] = `refused: ${(error as Error).name}`;
    }
  };
  const element = (tag: string, attributes: Record<string, string>): Promise<string> =>
    new Promise((resolve) => {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      made.onload = () => {
        const inside = (made as HTMLIFrameElement).contentDocument as Document | null | undefined;
        resolve(inside?.body.innerHTML ?? 'loaded');
      };
      made.onerror = () => resolve('error');
      document.body.append(made);
    });
  const body = new URLSearchParams({ secret: 'x'.repeat(32), answer: 'confirm' });

  await attempt('control: fetch of its own origin', async () => (await fetch('/')).status);
  await attempt('fetch', async () => (await fetch(link)).text());
  await attempt('blind fetch', async () => (await fetch(link, { mode: 'no-cors' })).text());
  await attempt('blind press', async () =>
    (await fetch(link, { method: 'POST', mode: 'no-cors', body })).text(),
  );
  await attempt('beacon', () => navigator.sendBeacon(link, body));
  await attempt('frame', () => element('iframe', { src: link }));
  await attempt('object', () => element('object', { data: link }));
  await attempt('picture', () => element('img', { src: link }));
  await attempt('style', () => element('link', { rel: 'stylesheet', href: link }));
  await attempt('prefetch', () => element('link', { rel: 'prefetch', href: link }));
  await attempt('worker', () => navigator.serviceWorker.register('/owned.js').then(() => 'registered'));
  await attempt('form', () => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: link, target: '_blank' });
    for (const [name, value] of body) {
      const field = document.createElement('input');
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    return 'sent';
  });
  await attempt('window', async () => {
    const opened = window.open(link, 'confirmation');
    await wait(1_200);
    opened?.document.querySelector<HTMLButtonElement>('button[value="confirm"]')?.click();
    return opened === null || opened.closed ? 'cut off' : opened.document.body.innerHTML;
  });
  for (const ticket of ['', 'guessed', token ?? '', link.split('/').at(-1) ?? ''])
    await attempt(`ticket "${ticket.slice(0, 7)}"`, async () => {
      const result = await owned.call('plans.apply', { id, digest, ticket });
      return result.ok ? 'applied' : result.error?.code;
    });
  return { plan: { id, digest }, link, tries };
}
