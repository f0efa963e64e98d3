/** What the window asks about wizards: questions, choices, checks and the draft of the answers. */
import type { Handlers } from '../../preload/contract/index.ts';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Answers, WizardDescription } from '../../preload/contract/wizard.ts';
import { withoutSignIn } from '../aws/scrub.ts';
import { failure } from '../failure.ts';
import { checkAnswers } from '../plans/answers.ts';
import { wizardOptions, type Making } from '../plans/make.ts';
import type { Wizard } from '../plans/source.ts';
import type { Documents } from '../storage/documents.ts';
import { notingPrices } from './asked-prices.ts';
import type { Draft } from './drafts.ts';
import { findWizard, wizards } from './index.ts';

export interface WizardParts {
  /** What plans are made with now; without a usable connection its `aws` is null. */
  making: (signal?: AbortSignal) => Promise<Making>;
  drafts: Documents<Draft>;
  /** What the price book holds for the account and region in use, without asking AWS; null: unknown. */
  price: (key: string) => Promise<number | null>;
}

function requireWizard(id: string): Wizard {
  const wizard = findWizard(id);
  if (wizard === undefined) throw failure('answers.unknownWizard', { wizard: id });
  return wizard;
}

/** The question whose choices come from a kind of fact. */
const questionOf: Record<string, string> = { buckets: 'bucket.choice', networks: 'network', roles: 'role' };

function optionsMissing(facts: string[], { steps }: WizardDescription): Record<string, Message> {
  const paths = new Set(steps.flatMap(({ fields }) => fields.map(({ path }) => path)));
  const missing = facts.map((fact) => questionOf[fact] ?? fact).filter((path) => paths.has(path));
  return Object.fromEntries(missing.map((path) => [path, message('host.optionsMissing')]));
}

/** A token that was typed into a repository's address is refused later; it must not be on disk by then. */
function withoutSignIns(answers: Answers): Answers {
  const text = JSON.stringify(answers, (_, value: unknown) =>
    typeof value === 'string' && withoutSignIn(value) !== value ? '' : value,
  );
  return JSON.parse(text) as Answers;
}

export function wizardHandlers({ making, drafts, price }: WizardParts): Handlers['wizards'] {
  const look = async (wizard: Wizard, signal: AbortSignal) => {
    const tools = await making(signal);
    const prices = notingPrices(tools.prices);
    const choices = await wizardOptions(wizard, { ...tools, prices: prices.book });
    return { ...choices, prices, tools };
  };

  const cardNote = async ({ cardPrice, description }: Wizard): Promise<Message> => {
    const usd = cardPrice === undefined ? null : await price(cardPrice.key);
    return cardPrice === undefined || usd === null ? description.cardNote : cardPrice.says(usd);
  };

  return {
    async list() {
      const begun = new Set((await drafts.list()).items.map(({ id }) => id));
      return Promise.all(
        wizards.map(async (wizard) => {
          const { id, goal, icon } = wizard.description;
          return { id, goal, cardNote: await cardNote(wizard), icon, draft: begun.has(id) };
        }),
      );
    },

    async open({ id }, { signal }) {
      const wizard = requireWizard(id);
      const { options, current, missing, prices } = await look(wizard, signal);
      const draft = await drafts.get(id);
      return {
        description: wizard.description,
        answers: current(draft?.answers ?? {}),
        station: draft?.station ?? 'goal',
        options,
        optionsMissing: optionsMissing(missing, wizard.description),
        pricesAsOf: prices.asOf(),
      };
    },

    async check({ id, answers }) {
      const wizard = requireWizard(id);
      const checked = checkAnswers(wizard, answers);
      return { problems: checked.ok ? [] : checked.problems, summaries: wizard.summaries(answers) };
    },

    async keep({ id, answers, station }) {
      await drafts.put(requireWizard(id).id, { answers: withoutSignIns(answers), station });
      return {};
    },

    async discard({ id }) {
      await drafts.remove(requireWizard(id).id);
      return {};
    },

    async lookUpPrices({ id }, { signal }) {
      const wizard = requireWizard(id);
      const { prices, tools } = await look(wizard, signal);
      if (tools.aws === null) throw failure('connection.none');
      const { found, missing } = await tools.prices.lookUp(tools.aws, prices.missing(), signal);
      const again = await look(wizard, signal);
      return { options: again.options, pricesAsOf: again.prices.asOf(), found, missing };
    },
  };
}
