/** Simplified Chinese, room by room; the same keys as English, which a test proves. */
import { host } from './host.ts';
import { units } from './units.ts';
import { window } from './window.ts';

export const zhCN = {
  ...host,
  ...units,
  ...window,
};
