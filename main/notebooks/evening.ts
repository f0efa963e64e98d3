import { eveningOf, nextStop, type Evening } from '../wizards/evening.ts';

export interface EveningStop extends Evening {
  /** When it acts next, ISO. */
  next: string;
  /** An extension: nothing is stopped before. ISO. */
  notBefore: string | null;
}

/** The evening stop of a notebook, read back from the parameters of its stack; null: none, or not made by us. */
export function eveningStop(parameters: Record<string, string>, now: number): EveningStop | null {
  const evening = eveningOf(parameters.EveningStop, parameters.EveningTimeZone);
  if (!evening) return null;
  const notBefore = parameters.EveningNotBefore ? parameters.EveningNotBefore : null;
  const next = nextStop(evening, now, notBefore === null ? 0 : Date.parse(notBefore));
  return { ...evening, next: new Date(next).toISOString(), notBefore };
}
