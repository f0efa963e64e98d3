/** zod compiles its checks with `new Function` where it may, and finds out by trying, which the page's policy reports. */
import { config } from 'zod';

config({ jitless: true });
