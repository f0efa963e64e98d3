/** Simplified Chinese, room by room; the same keys as English, which a test proves. */
import { account } from './account.ts';
import { errors } from './errors.ts';
import { host } from './host.ts';
import { sandbox } from './sandbox.ts';
import { units } from './units.ts';
import { window } from './window.ts';

export const zhCN = {
  ...account,
  ...errors,
  ...host,
  ...sandbox,
  ...units,
  ...window,
};
