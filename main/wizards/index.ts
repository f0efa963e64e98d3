import type { Wizard } from '../plans/source.ts';
import { foundation } from './foundation/index.ts';
import { gpuTraining } from './gpu-training/index.ts';
import { notebook } from './notebook/index.ts';
import { storage } from './storage/index.ts';
import { template } from './template/index.ts';

/** All wizards, in the order of the goal cards. */
export const wizards: readonly Wizard[] = [notebook, gpuTraining, storage, foundation, template] as Wizard[];

export const findWizard = (id: string): Wizard | undefined => wizards.find((wizard) => wizard.id === id);
