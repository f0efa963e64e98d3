/** English, room by room. A new room is one import and one line here, and the same in `zh-CN/index.ts`. */
import { account } from './account.ts';
import { apply } from './apply.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { faults } from './faults.ts';
import { host } from './host.ts';
import { names } from './names.ts';
import { operations } from './operations.ts';
import { ownTemplate } from './own-template.ts';
import { plans } from './plans.ts';
import { sandbox } from './sandbox.ts';
import { stacks } from './stacks.ts';
import { tour } from './tour.ts';
import { units } from './units.ts';
import { windowPages } from './window-pages.ts';
import { windowPlan } from './window-plan.ts';
import { window } from './window.ts';
import { wizards } from './wizards.ts';

export const en = {
  ...account,
  ...apply,
  ...cli,
  ...errors,
  ...faults,
  ...host,
  ...names,
  ...operations,
  ...ownTemplate,
  ...plans,
  ...sandbox,
  ...stacks,
  ...tour,
  ...units,
  ...window,
  ...windowPages,
  ...windowPlan,
  ...wizards,
};

/** Every key that can be said. */
export type WordKey = keyof typeof en;
