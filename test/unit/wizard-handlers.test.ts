import { expect, test } from 'vitest';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { openDrafts } from '../../main/wizards/drafts.ts';
import { wizardHandlers } from '../../main/wizards/handlers.ts';
import { contract } from '../../preload/contract/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function open(stateDir?: string, region = 'eu-central-1') {
  const dir = stateDir ?? temporaryFolder('wizards');
  const prices = await openPriceBook(undefined);
  const now = () => Date.parse('2026-11-20T13:02:00Z');
  const handlers = wizardHandlers({
    making: async () => ({ aws: null, region, now, timeZone: 'Europe/Berlin', prices }),
    drafts: openDrafts(dir),
    price: (key) => Promise.resolve(prices.price(key, region)?.usd ?? null),
  });
  const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
  return { handlers, context, dir };
}

test('a wizard opens without an account: defaults, prices with their day, and what could not be listed', async () => {
  const { handlers, context } = await open();
  const session = await handlers.open({ id: 'notebook' }, context);
  expect(contract.wizards.open.output.safeParse(session).success).toBe(true);
  expect(session.station).toBe('goal');
  expect(session.answers).toMatchObject({ size: 'ml.t3.medium', evening: { on: true, at: '19:00' } });
  expect(session.options['size']).toHaveLength(4);
  expect(session.optionsMissing).toMatchObject({ 'bucket.choice': { key: 'host.optionsMissing' } });
});

test('leaving and coming back keeps the answers, also after a restart', async () => {
  const { handlers, context, dir } = await open();
  await handlers.keep({ id: 'notebook', answers: { name: 'sales' }, station: 'money' }, context);
  const again = await open(dir);
  const session = await again.handlers.open({ id: 'notebook' }, again.context);
  expect([session.station, session.answers['name'], session.answers['size']]).toEqual([
    'money',
    'sales',
    'ml.t3.medium',
  ]);
  expect((await again.handlers.list({}, again.context)).find(({ id }) => id === 'notebook')?.draft).toBe(
    true,
  );
  await again.handlers.discard({ id: 'notebook' }, again.context);
  expect((await handlers.open({ id: 'notebook' }, context)).station).toBe('goal');
});

test('a check names the field that is wrong', async () => {
  const { handlers, context } = await open();
  const { answers } = await handlers.open({ id: 'notebook' }, context);
  const { problems } = await handlers.check(
    { id: 'notebook', answers: { ...answers, name: '-x-' } },
    context,
  );
  expect(problems.map(({ path }) => path)).toContain('name');
});

test('an unknown wizard, or a name that is none, is refused before the disk', async () => {
  const { handlers, context } = await open();
  for (const id of ['nothing', '../settings', '__proto__'])
    await expect(handlers.keep({ id, answers: {}, station: 'goal' }, context)).rejects.toMatchObject({
      error: { code: 'answers.unknownWizard' },
    });
});

test('prices are looked up in an account only', async () => {
  const { handlers, context } = await open();
  await expect(handlers.lookUpPrices({ id: 'notebook' }, context)).rejects.toMatchObject({
    error: { code: 'connection.none' },
  });
});

test('the goal card names the lowest price where the book holds it, and none elsewhere', async () => {
  const noteIn = async (region: string) => {
    const { handlers, context } = await open(undefined, region);
    const cards = await handlers.list({}, context);
    return cards.find(({ id }) => id === 'notebook')?.cardNote;
  };
  expect(await noteIn('eu-west-1')).toEqual({
    key: 'wizard.notebook.cardNote.from',
    params: { price: { money: 0.055 } },
  });
  expect(await noteIn('xx-nowhere-1')).toEqual({ key: 'wizard.notebook.cardNote' });
});
