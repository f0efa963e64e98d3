/** Simplified Chinese, room by room; the same keys as English, which a test proves. */
import { account } from './account.ts';
import { apply } from './apply.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { faults } from './faults.ts';
import { host } from './host.ts';
import { jobs } from './jobs.ts';
import { names } from './names.ts';
import { oldRecipe } from './old-recipe.ts';
import { operations } from './operations.ts';
import { ownTemplate } from './own-template.ts';
import { plans } from './plans.ts';
import { sandbox } from './sandbox.ts';
import { stacks } from './stacks.ts';
import { tour } from './tour.ts';
import { trainingImages } from './training-images.ts';
import { trainingPlans } from './training-plans.ts';
import { training } from './training.ts';
import { units } from './units.ts';
import { windowJobs } from './window-jobs.ts';
import { windowPages } from './window-pages.ts';
import { windowPlan } from './window-plan.ts';
import { windowRuns } from './window-runs.ts';
import { window } from './window.ts';
import { wizards } from './wizards.ts';

export const zhCN = {
  ...account,
  ...apply,
  ...cli,
  ...errors,
  ...faults,
  ...host,
  ...jobs,
  ...names,
  ...oldRecipe,
  ...operations,
  ...ownTemplate,
  ...plans,
  ...sandbox,
  ...stacks,
  ...tour,
  ...training,
  ...trainingImages,
  ...trainingPlans,
  ...units,
  ...window,
  ...windowJobs,
  ...windowPages,
  ...windowPlan,
  ...windowRuns,
  ...wizards,
};
