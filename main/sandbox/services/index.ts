/** The services of the sandbox account: one line each. Importing them loads no SDK. */
import type { ServiceModule } from '../engine/types.ts';
import { batch } from './batch/index.ts';
import { cloudformation } from './cloudformation/index.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { codebuild } from './codebuild/index.ts';
import { ec2 } from './ec2/index.ts';
import { ecr } from './ecr/index.ts';
import { logs } from './logs/index.ts';
import { pricing } from './pricing/index.ts';
import { sagemaker } from './sagemaker/index.ts';
import { scheduler } from './scheduler/index.ts';
import { serviceQuotas } from './service-quotas/index.ts';
import { sns } from './sns/index.ts';
import { iam } from './iam/index.ts';
import { s3 } from './s3/index.ts';
import { sts } from './sts.ts';

export const services: readonly ServiceModule[] = [
  batch,
  cloudformation,
  cloudwatch,
  codebuild,
  ec2,
  ecr,
  logs,
  pricing,
  sagemaker,
  scheduler,
  serviceQuotas,
  sns,
  iam,
  s3,
  sts, //
];
