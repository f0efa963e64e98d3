/** The whole contract between window and main. Everything else follows from it. */
import { app } from './domains/app.ts';
import { connections } from './domains/connections.ts';
import { data } from './domains/data.ts';
import { home } from './domains/home.ts';
import { jobs } from './domains/jobs.ts';
import { lists } from './domains/lists.ts';
import { notebooks } from './domains/notebooks.ts';
import { plans } from './domains/plans.ts';
import { sandbox } from './domains/sandbox.ts';
import { stacks } from './domains/stacks.ts';
import { tasks } from './domains/tasks.ts';
import { wizards } from './domains/wizards.ts';
import type { MillwrightEvent } from './events.ts';
import type { ApiOf, HandlersOf } from './method.ts';

export const contract = {
  app,
  connections,
  data,
  home,
  jobs,
  lists,
  notebooks,
  plans,
  sandbox,
  stacks,
  tasks,
  wizards,
};

export type MillwrightContract = typeof contract;
export type Handlers = HandlersOf<MillwrightContract>;

/** `window.millwright`. */
export type Millwright = ApiOf<MillwrightContract> & {
  /** Calls the listener for every event; returns the function that ends it. */
  onEvent(listener: (event: MillwrightEvent) => void): () => void;
};
