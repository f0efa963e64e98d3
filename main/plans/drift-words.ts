/** Drift as a person reads it: kinds of things, and the settings of theirs that a shipped template sets. */
import { message, type Message } from '../../preload/contract/message.ts';
import type { StackOf } from '../../preload/contract/domains/stacks.ts';
import { kindKey, words } from '../../words/index.ts';
import { stackNames } from './names.ts';

export const stackNameOf = ({ kind, name }: StackOf): string =>
  kind === 'foundation' ? stackNames.foundation : stackNames[kind](name);

const known = (key: string): Message | null => (Object.hasOwn(words.en, key) ? message(key) : null);

export const kindOf = (type: string): Message | null => known(kindKey(type));

/** The property at the top of a path such as `/Tags/0/Value`. */
export const propertyOf = (path: string): string => path.split('/')[1] ?? path;

/** Null: AWS's own name is all there is. */
export const driftField = (path: string): Message | null => known(`drift.field.${propertyOf(path)}`);
