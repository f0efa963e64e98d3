/**
 * First import of the window: zod compiles its checks with `new Function` where it may, and finds out by trying. The
 * page's policy refuses that and reports every try, so zod is told beforehand.
 */
import { config } from 'zod';

config({ jitless: true });
