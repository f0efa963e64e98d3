/** What the window asks about wizards: questions, choices, checks and the draft of the answers. */
import type { Handlers } from '../../preload/contract/index.ts';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Answers, WizardDescription } from '../../preload/contract/wizard.ts';
import { withoutSignIn } from '../aws/scrub.ts';
import { failure } from '../failure.ts';
import { checkAnswers, isWizard } from '../plans/answers.ts';
import { factsOf, readFacts } from '../plans/facts/index.ts';
import { targetOf, wizardOptions, type Making } from '../plans/make.ts';
import { planSources } from '../plans/sources.ts';
import type { Wizard } from '../plans/source.ts';
import type { Documents } from '../storage/documents.ts';
import { notingPrices } from './asked-prices.ts';
import type { Draft } from './drafts.ts';
import { wizards } from './index.ts';
import { withPresent } from './present.ts';

export interface WizardParts {
  /** What plans are made with now; without a usable connection its `aws` is null. */
  making: (signal?: AbortSignal) => Promise<Making>;
  drafts: Documents<Draft>;
  /** What the price book holds for the account and region in use, without asking AWS; null: unknown. */
  price: (key: string) => Promise<number | null>;
}

function requireWizard(id: string): Wizard {
  const wizard = planSources.find((source) => source.id === id);
  if (wizard === undefined || !isWizard(wizard)) throw failure('answers.unknownWizard', { wizard: id });
  return wizard;
}

/** The question whose choices come from a kind of fact. */
const questionOf: Record<string, string> = {
  buckets: 'bucket.choice',
  'ecr-images': 'image.choice',
  networks: 'network',
  'machine-networks': 'network',
  roles: 'role',
};

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

async function presentOf(wizard: Wizard, name: string, tools: Making): Promise<Answers> {
  if (wizard.of === undefined) throw failure('answers.unknownWizard', { wizard: wizard.id });
  const facts = await readFacts(wizard.of.facts(name, targetOf(tools)), tools);
  return wizard.of.answers(name, factsOf(facts));
}

export function wizardHandlers({ making, drafts, price }: WizardParts): Handlers['wizards'] {
  const look = async (wizard: Wizard, signal: AbortSignal, answers?: Answers) => {
    const tools = await making(signal);
    const prices = notingPrices(tools.prices);
    const choices = await wizardOptions(wizard, { ...tools, prices: prices.book }, answers);
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

    async open({ id, of, answers }, { signal }) {
      const wizard = requireWizard(id);
      const draft = wizard.of === undefined ? await drafts.get(id) : undefined;
      const given = answers === undefined ? draft?.answers : (wizard.picked?.(answers) ?? answers);
      const { options, current, missing, prices, tools, description } = await look(wizard, signal, given);
      // What a thing is now is asked of AWS each time; what was typed over it is not kept.
      const present = of === undefined ? undefined : await presentOf(wizard, of, tools);
      return {
        description,
        answers: present ?? current(given ?? {}),
        station: draft?.station ?? 'goal',
        options: present === undefined ? options : withPresent(description, options, present),
        optionsMissing: optionsMissing(missing, description),
        pricesAsOf: prices.asOf(),
        pricesMissing: prices.missing().length,
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
      return {
        options: again.options,
        pricesAsOf: again.prices.asOf(),
        pricesMissing: again.prices.missing().length,
        found,
        missing,
      };
    },
  };
}
