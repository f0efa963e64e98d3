import { isRefused } from '../../ui/refused.tsx';
import type { Summary } from './home-page.tsx';

/** Nothing seen where nothing may be seen is not nothing. */
export const unseen = ({ rows, refused }: Summary): boolean =>
  rows.length === 0 && isRefused(refused, 'notebooks');
