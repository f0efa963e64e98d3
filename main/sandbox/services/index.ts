/** The services of the sandbox account: one line each. Importing them loads no SDK. */
import type { ServiceModule } from '../engine/types.ts';
import { iam } from './iam/index.ts';
import { sts } from './sts.ts';

export const services: readonly ServiceModule[] = [
  iam,
  sts, //
];
