import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReading } from '../../../main/engine.ts';
import { makePlan } from '../../../main/plans/make.ts';
import { requireSource } from '../../../main/plans/sources.ts';
import { notebook } from '../../../main/wizards/notebook/index.ts';
import { openDrafts } from '../../../main/wizards/drafts.ts';
import { wizardHandlers } from '../../../main/wizards/handlers.ts';
import type { CallContext } from '../../../preload/contract/method.ts';
import { timed, median, type Bench } from '../support/reading.ts';

const answersAfter = (keys: number) => ({ name: 'salesforecastofthespring'.slice(0, keys) });

/** What a keystroke in a wizard costs in main: the problems and words of the answers, and the plan without an account. */
export const preview: Bench = {
  name: 'preview',
  title: 'A keystroke in the notebook wizard',
  async run({ quick }) {
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-preview-'));
    const engine = await openReading({
      stateDir,
      env: { AWS_CONFIG_FILE: join(stateDir, 'none'), AWS_SHARED_CREDENTIALS_FILE: join(stateDir, 'none') },
      onFault: (error) => {
        throw error;
      },
    });
    try {
      const source = requireSource('notebook');

      const wizards = wizardHandlers({
        making: () => engine.making('draft'),
        drafts: openDrafts(stateDir),
        price: async (key) => engine.prices.price(key, 'us-east-1')?.usd ?? null,
      });
      const context: CallContext = {
        requestId: 'bench',
        windowId: 'bench',
        signal: new AbortController().signal,
      };
      const { answers } = await wizards.open({ id: 'notebook' }, context);
      const [checks, plans]: [number[], number[]] = [[], []];
      for (let key = 0; key < (quick ? 40 : 200); key += 1) {
        const typed = { ...answers, ...notebook.example, ...answersAfter(3 + (key % 20)) };
        checks.push(await timed(async () => wizards.check({ id: 'notebook', answers: typed }, context)));
        plans.push(await timed(async () => makePlan(source, typed, await engine.making('draft'))));
      }
      return [
        { what: 'problems and words of the answers', value: median(checks), unit: 'ms', goal: 50 },
        { what: 'the plan without an account', value: median(plans), unit: 'ms', goal: 50 },
        { what: 'slowest of all', value: Math.max(...checks, ...plans), unit: 'ms' },
      ];
    } finally {
      await engine.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};
