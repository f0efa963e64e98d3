/**
 * The faults that an account can be given, F1 to F34: what goes wrong between a client and AWS, by class. The table is
 * data for the switchboard, the command line, the control endpoint, the Faults page and docs/sandbox.md.
 */
import type { FaultKind } from './kind.ts';
import { kindsInAccount } from './kinds-in-account.ts';
import { kindsOnTheWay } from './kinds-on-the-way.ts';

export type { FaultClass, FaultKind, FaultMoment } from './kind.ts';

export const faultKinds = [...kindsOnTheWay, ...kindsInAccount] as const;

export type FaultId = (typeof faultKinds)[number]['id'];

export const faultKind = (id: FaultId): FaultKind => {
  const found = faultKinds.find((kind) => kind.id === id);
  if (!found) throw new Error(`There is no fault ${id}.`);
  return found;
};
