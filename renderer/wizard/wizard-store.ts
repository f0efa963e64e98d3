import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError, Problem } from '../../preload/contract/errors.ts';
import type { Millwright } from '../../preload/contract/index.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers, Field, Station, WizardSession } from '../../preload/contract/wizard.ts';
import { stations } from '../../preload/contract/plain.ts';
import { now } from '../app/clock.ts';
import { hasSomethingToSay } from '../plan/preflight-facts.ts';
import { isAsked, withAnswer } from './paths.ts';

export interface WizardState {
  session: WizardSession | null;
  error: AppError | null;
  answers: Answers;
  station: Station;
  /** Shown at their questions; empty until Next was pressed. */
  problems: Problem[];
  summaries: Record<string, Message>;
  /** The plan of exactly these answers, null while it is being made or when they changed. */
  plan: Plan | null;
  planError: AppError | null;
  /** Instant at which something was asked of main that Next waits for. */
  busySince: number | null;
  lookUp: { since: number | null; result: { found: number; missing: number } | null; error: AppError | null };
  open: () => Promise<void>;
  answer: (path: string, value: Answers[string]) => void;
  goTo: (station: Station) => void;
  /** Moves on, or shows what is missing. */
  next: () => Promise<void>;
  back: () => void;
  makePlan: () => Promise<void>;
  /** `unasked`: by the program itself; then a refusal is not shown. */
  lookUpPrices: (unasked?: boolean) => Promise<void>;
}
export type WizardStore = StoreApi<WizardState>;

/** Choices on screen whose price nobody knows yet. */
export const missingPrices = ({ session }: Pick<WizardState, 'session'>): number =>
  session?.pricesMissing ?? 0;

type Asking = 'goal' | 'basics' | 'money';
const asking = (station: Station): station is Asking =>
  stations.indexOf(station) < stations.indexOf('preflight');

const allFields = ({ session }: Pick<WizardState, 'session'>): Field[] =>
  (session?.description.steps ?? []).flatMap(({ fields }) => fields);

/** Questions of a station that are asked with the present answers. */
export function fieldsOf(state: Pick<WizardState, 'session' | 'answers'>, station: Station): Field[] {
  return (state.session?.description.steps ?? [])
    .filter((step) => step.station === station)
    .flatMap((step) => step.fields)
    .filter((field) => isAsked(field, state.answers));
}

const stationOf = (state: WizardState, path: string) =>
  stations.find((station) =>
    fieldsOf(state, station).some(
      (f) => f.path === path || (f.control.type === 'choose-or-create' && f.control.namePath === path),
    ),
  );

const keepAfterMs = 300;

/** `of`: the thing that the wizard changes. Its present values are asked for each time, so nothing is kept. */
export function createWizardStore(api: Millwright, id: string, of: string | null = null): WizardStore {
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let checked = 0;
  return createStore<WizardState>((set, get) => {
    const keep = () => {
      clearTimeout(keeping);
      if (of !== null) return;
      keeping = setTimeout(() => {
        const { answers, station } = get();
        void api.wizards.keep({ id, answers, station });
      }, keepAfterMs);
    };
    /** Problems of the answers as they stand; an answer overtaken by a later question is dropped. */
    const check = async (): Promise<Problem[] | null> => {
      const turn = ++checked;
      const result = await api.wizards.check({ id, answers: get().answers });
      if (turn !== checked) return null;
      if (!result.ok) {
        set({ error: result.error });
        return null;
      }
      set({ summaries: result.value.summaries });
      return result.value.problems;
    };
    const show = (problems: Problem[]) => {
      const state = get();
      const first = problems.map((p) => stationOf(state, p.path)).find((s) => s !== undefined);
      set({ problems, station: first ?? state.station });
    };
    /** A file was picked that decides the questions: they come from main again, with the answers on screen. */
    const describe = async (): Promise<void> => {
      const { answers } = get();
      set({ busySince: now(), error: null, problems: [] });
      const result = await api.wizards.open({ id, answers });
      set({ busySince: null });
      // Something was typed meanwhile.
      if (get().answers !== answers) return describe();
      if (!result.ok) {
        set({ error: result.error });
        return;
      }
      set({ session: result.value, answers: result.value.answers });
      keep();
      const problems = await check();
      const files = allFields(get()).filter(({ control }) => control.type === 'file');
      set({ problems: (problems ?? []).filter((one) => files.some(({ path }) => path === one.path)) });
    };
    /** The next station that has something to say. */
    const after = (station: Station): Station => {
      for (const next of stations.slice(stations.indexOf(station) + 1))
        if (!asking(next) || fieldsOf(get(), next).length > 0) return next;
      return 'receipt';
    };
    return {
      session: null,
      error: null,
      answers: {},
      station: 'goal',
      problems: [],
      summaries: {},
      plan: null,
      planError: null,
      busySince: null,
      lookUp: { since: null, result: null, error: null },
      open: async () => {
        set({ busySince: now(), error: null });
        const result = await api.wizards.open({ id, ...(of !== null && { of }) });
        set({ busySince: null });
        if (!result.ok) {
          set({ error: result.error });
          return;
        }
        const { answers, station } = result.value;
        set({ session: result.value, answers });
        // A plan is never kept with the draft: what comes after the questions is made again from the answers.
        const kept = asking(station) ? station : 'preflight';
        set({ station: kept === 'goal' ? after('goal') : kept });
        void check();
        if (missingPrices(get()) > 0) void get().lookUpPrices(true);
        if (kept === 'preflight') await get().makePlan();
      },
      answer: (path, value) => {
        set((state) => ({ answers: withAnswer(state.answers, path, value), plan: null, planError: null }));
        if (allFields(get()).some((field) => field.path === path && field.control.type === 'file')) {
          void describe();
          return;
        }
        keep();
        void check().then((problems) => {
          // What Next has shown goes away as it is mended; nothing new is shown while a person types.
          if (problems === null) return;
          const open = new Set(problems.map((p) => p.path));
          set((state) => ({ problems: state.problems.filter((p) => open.has(p.path)) }));
        });
      },
      goTo: (station) => {
        set({ station });
        keep();
        if (station === 'preflight' && get().plan === null) void get().makePlan();
      },
      next: async () => {
        const { station } = get();
        if (asking(station)) {
          set({ busySince: now() });
          const problems = await check();
          set({ busySince: null });
          if (problems === null) return;
          const until = stations.indexOf(station);
          const here = problems.filter((p) => {
            const at = stationOf(get(), p.path);
            return at !== undefined && stations.indexOf(at) <= until;
          });
          if (here.length > 0) {
            show(here);
            return;
          }
        }
        set({ problems: [], station: after(station) });
        keep();
        if (get().station === 'preflight') await get().makePlan();
      },
      back: () => {
        const { station } = get();
        const before = stations.slice(0, stations.indexOf(station)).reverse();
        const to = before.find((s) => s === 'goal' || (asking(s) && fieldsOf(get(), s).length > 0));
        set({ station: to ?? 'goal', problems: [] });
        keep();
      },
      makePlan: async () => {
        const { answers } = get();
        set({ busySince: now(), plan: null, planError: null });
        const result = await api.plans.make({ source: id, answers });
        set({ busySince: null });
        if (get().answers !== answers) return;
        if (!result.ok) {
          set({ planError: result.error });
          if (result.error.problems !== undefined && result.error.problems.length > 0)
            show(result.error.problems);
          return;
        }
        set({ plan: result.value });
        if (get().station === 'preflight' && !hasSomethingToSay(result.value)) set({ station: 'review' });
      },
      lookUpPrices: async (unasked = false) => {
        set({ lookUp: { since: now(), result: null, error: null } });
        const result = await api.wizards.lookUpPrices({ id });
        if (!result.ok) {
          // Nobody asked: the prices stay "?", and the button that asks says why when it is pressed.
          set({ lookUp: { since: null, result: null, error: unasked ? null : result.error } });
          return;
        }
        const { found, missing, options, pricesAsOf, pricesMissing } = result.value;
        set((state) => ({
          lookUp: { since: null, result: unasked ? null : { found, missing }, error: null },
          session:
            state.session === null
              ? null
              : {
                  ...state.session,
                  options: { ...state.session.options, ...options },
                  pricesAsOf,
                  pricesMissing,
                },
        }));
      },
    };
  });
}
