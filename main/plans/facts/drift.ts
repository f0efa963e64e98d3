import { z } from 'zod';
import { Drifted } from '../../../preload/contract/domains/stacks.ts';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { readDrift } from '../../stacks/drift.ts';

/** What AWS saw when it last looked for drift: the person has just asked for that. Empty where it never looked. */
export const DriftFact = z.array(Drifted);
export type DriftFact = z.infer<typeof DriftFact>;

export const readDriftFact = (aws: Aws, stackName: string, options: AwsCallOptions): Promise<DriftFact> =>
  readDrift(aws, stackName, options);
