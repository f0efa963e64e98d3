/** What AWS does not let this account see is told by name; the rest of the look goes on. */
import type { Refused } from '../../preload/contract/domains/notebooks.ts';
import { failedWith } from '../failure.ts';

export type ListOf = Refused['of'];

/** What AWS answered, or that it may not be seen. Every other failure is thrown. */
export async function unlessRefused<T>(
  of: ListOf,
  asking: Promise<T>,
): Promise<{ seen: T; refused: null } | { seen: null; refused: Refused }> {
  try {
    return { seen: await asking, refused: null };
  } catch (cause) {
    if (failedWith(cause, 'permission.denied', 'permission.deniedExplicitly'))
      return { seen: null, refused: { of, error: cause.error } };
    throw cause;
  }
}

/** Whether that list could not be seen when it was last asked for. */
export const isRefused = (snapshot: { refused?: Refused[] | undefined }, of: ListOf): boolean =>
  snapshot.refused?.some((one) => one.of === of) === true;
