/** What the window asks about the stacks behind things. */
import type { Drifted, StackOf } from '../../preload/contract/domains/stacks.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../clock.ts';
import { failure } from '../failure.ts';
import { readStack } from '../plans/facts/stack.ts';

import { driftField, kindOf, stackNameOf } from '../plans/drift-words.ts';
import { lookForDrift, readDrift } from './drift.ts';

export interface StackParts {
  connect: () => Promise<Aws>;
  clock: Clock;
}

export function stackHandlers({ connect, clock }: StackParts): Handlers['stacks'] {
  return {
    async look(of, { signal }) {
      const stack = await readStack(await connect(), stackNameOf(of), { signal });
      return { made: stack?.planId != null, health: stack?.health ?? null };
    },

    async checkDrift(of, { signal }) {
      const aws = await connect();
      const stackName = stackNameOf(of);
      const stack = await readStack(aws, stackName, { signal });
      // What others made is nobody's to compare with a plan.
      if (stack?.planId == null) throw failure('resource.notFound', { thing: of.name || stackName });
      await lookForDrift(aws, stackName, { clock, signal });
      const things = await readDrift(aws, stackName, { signal });
      return {
        checkedAt: new Date(aws.now()).toISOString(),
        things: things.map(inWords),
        // What is gone comes back by no update.
        putBack:
          things.some(({ how }) => how === 'changed') && things.every(({ how }) => how !== 'gone')
            ? putBack(of)
            : null,
      };
    },
  };
}

const putBack = ({ kind, name }: StackOf) => ({ source: 'drift-put-back', answers: { kind, name } });

const inWords = (thing: Drifted) => ({
  ...thing,
  kind: kindOf(thing.type),
  fields: thing.fields.map((field) => ({ ...field, name: driftField(field.path) })),
});
