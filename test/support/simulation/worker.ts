/** One process of a long simulation: told a seed, and perhaps a mutant, it answers what came of it. */
import { mutants } from './mutants.ts';
import { forgetPrepared } from './prepared.ts';
import type { Asked } from './crew.ts';
import { simulate } from './story.ts';
import type { Mutant } from './world.ts';

function named(name: string | undefined): Mutant | undefined {
  const found = mutants.find((one) => one.name === name);
  if (name !== undefined && found === undefined) throw new Error(`There is no "${name}".`);
  return found;
}

process.on('message', (asked: Asked) => {
  const { calm } = asked;
  const mutant = named(asked.mutant);
  const diesAt = named(asked.dies)?.diesAt;
  const begun = Date.now();
  simulate(asked.seed, { mutant, calm, diesAt }).then(
    ({ trace: _, ...run }) => process.send?.({ ...run, ms: Date.now() - begun }),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => {
  void forgetPrepared().finally(() => process.exit(0));
});
