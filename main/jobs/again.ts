/** What is needed to run a training again: the name of what Batch runs, and the answers that led to it. */
import type { z } from 'zod';
import type { jobs } from '../../preload/contract/domains/jobs.ts';
import { message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { orElse } from '../failure.ts';
import { checkAnswers } from '../plans/answers.ts';
import { factsOf } from '../plans/facts/index.ts';
import { readStack } from '../plans/facts/stack.ts';
import { stackNames } from '../plans/names.ts';
import { bucketOf } from '../wizards/bucket-choice.ts';
import { gpuTraining } from '../wizards/gpu-training/index.ts';
import type { TrainingAnswers } from '../wizards/gpu-training/answers.ts';
import { runFiles } from '../wizards/gpu-training/run-files.ts';

type Again = z.output<typeof jobs.again.output>;

/** `plate-defects` of `plate-defects-PLAN`. */
export const trainingIn = (jobName: string, planId: string): string | null =>
  jobName.endsWith(`-${planId}`) ? jobName.slice(0, -planId.length - 1) : null;

/**
 * The answers of a plan for another run: what was picked on this computer then lies in S3 now, and the bucket is there.
 * Null: the plan is no training.
 */
export function answersAgain(
  plan: Pick<Plan, 'id' | 'source' | 'answers' | 'facts'>,
  name: string,
): Answers | null {
  if (plan.source !== gpuTraining.id) return null;
  const checked = checkAnswers<TrainingAnswers>(gpuTraining, plan.answers);
  if (!checked.ok) return null;
  const { answers } = checked;
  const files = runFiles(answers, factsOf(plan.facts), plan.id);
  const lies = (use: (typeof files)[number]['use'], before: string): string => {
    const file = files.find((one) => one.use === use);
    return file?.stage === undefined ? before : `s3://${file.bucket}/${file.key}`;
  };
  return {
    ...plan.answers,
    name,
    code: lies('code', answers.code),
    data: { training: lies('training', answers.data.training), test: lies('test', answers.data.test) },
    bucket: { choice: bucketOf(answers) },
  };
}

/** A name may be so long. */
const longest = 63;
const mostTries = 9;

/** `plate-defects-2`, or the next that no training has; the name itself where AWS does not tell. */
export async function freeName(name: string, taken: (name: string) => Promise<boolean>): Promise<string> {
  const stem = name.replace(/-\d{1,3}$/, '');
  const first = Number(/-(\d{1,3})$/.exec(name)?.[1] ?? '1') + 1;
  for (let number = first; number < first + mostTries; number += 1) {
    const ending = `-${number}`;
    const next = stem.slice(0, longest - ending.length).replace(/-+$/, '') + ending;
    if (!(await taken(next))) return next;
  }
  return name;
}

export async function againOf(
  job: { name: string; planId: string | null },
  plan: (id: string) => Promise<Plan | null>,
  aws: Aws,
  options: AwsCallOptions,
): Promise<Again> {
  const { planId } = job;
  const name = planId === null ? null : trainingIn(job.name, planId);
  if (planId === null || name === null)
    return { name: null, answers: null, whyNot: message('job.again.foreign') };
  const stack = (of: string) => readStack(aws, stackNames.training(of), options);
  const standing = await stack(name);
  const there = standing !== null;
  // A run that was one more of the same has its answers in the plan that made the training.
  const sent = await plan(planId);
  const first = standing?.planId ?? null;
  const made = sent?.source === gpuTraining.id || first === null ? sent : await plan(first);
  const free = async () =>
    there
      ? orElse(
          freeName(name, async (next) => (await stack(next)) !== null),
          name,
        )
      : name;
  const answers = made === null ? null : answersAgain(made, await free());
  const whyNot =
    answers === null ? message('job.again.elsewhere') : there ? null : message('job.again.gone', { name });
  return { name: there ? name : null, answers, whyNot };
}
