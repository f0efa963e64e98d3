/** English, room by room. A new room is one import and one line here, and the same in `zh-CN/index.ts`. */
import { account } from './account.ts';
import { errors } from './errors.ts';
import { host } from './host.ts';
import { sandbox } from './sandbox.ts';
import { units } from './units.ts';
import { window } from './window.ts';

export const en = {
  ...account,
  ...errors,
  ...host,
  ...sandbox,
  ...units,
  ...window,
};

/** Every key that can be said. */
export type WordKey = keyof typeof en;
