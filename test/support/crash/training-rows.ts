/** Trainings as stories that can be killed. AWS takes neither a token nor a unique name for a job: there is one all the same. */
import { allowGpus, apply, names, prepareAsBefore, type Row, theJob, training } from './preparing.ts';

/** Longer than a job and the pause in which its machine goes. */
const settles = 1_800;

/** Every point around what starts or ends a job. */
const always = /batch:(?:Submit|Terminate)Job|^intent:call|^outcome:call/;

const unseen = { kind: 'batch/job' };

/** The start program lies under the same name for all trainings of a bucket. */
const stays = new RegExp(
  `^s3/object \\S* ${names.bucket}/millwright/bootstrap/|^${names.bucket} s3:standard$`,
);

export const trainingRows: readonly Row[] = [
  {
    source: 'gpu-training',
    as: 'empty account',
    stage: 'empty',
    async prepare(spine, engine) {
      await allowGpus(spine);
      return training(engine, { choice: 'new', newName: names.bucket });
    },
    settles,
    unseen,
    quick: { oneIn: 80, always },
    inTurn: true,
  },
  {
    source: 'gpu-training',
    as: 'prepared account',
    stage: 'bucket',
    async prepare(spine, engine) {
      await allowGpus(spine);
      return training(engine, { choice: names.bucket });
    },
    settles,
    stays,
    unseen,
    quick: { oneIn: 80, always },
  },
  {
    source: 'gpu-training',
    as: 'own image',
    stage: 'bucket',
    async prepare(spine, engine) {
      await allowGpus(spine);
      return { ...(await training(engine, { choice: names.bucket })), image: { choice: 'build' } };
    },
    settles,
    stays,
    unseen,
    quick: { oneIn: 80, always: /codebuild:StartBuild/ },
    inTurn: true,
    backFrom: ['codebuild:StartBuild:committed'],
  },
  {
    source: 'gpu-training',
    as: 'account that an older Millwright prepared',
    stage: 'empty',
    async prepare(spine, engine) {
      await allowGpus(spine);
      await prepareAsBefore(spine);
      await apply(spine, engine, 'storage', { name: names.bucket });
      return training(engine, { choice: names.bucket });
    },
    settles,
    stays,
    unseen,
    quick: { oneIn: 80, always: /batch:SubmitJob/ },
    inTurn: true,
  },
  {
    source: 'job-stop',
    as: 'running',
    stage: 'training',
    async prepare(spine) {
      await spine.clock.sleep(60_000);
      return { id: await theJob(spine) };
    },
    back: 'what is gone stays gone',
    settles,
    quick: { oneIn: 12, always },
  },
  {
    source: 'job-again',
    as: 'after one that ended',
    stage: 'training',
    async prepare(spine) {
      await spine.clock.sleep(settles * 1000);
      return { name: names.training };
    },
    settles,
    unseen,
    quick: { oneIn: 12, always },
  },
];
