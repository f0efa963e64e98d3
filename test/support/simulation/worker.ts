/** One process of a long simulation: told a seed, and perhaps a mutant, it answers what came of it. */
import { mutants } from './mutants.ts';
import { forgetPrepared } from './prepared.ts';
import type { Asked } from './crew.ts';
import { simulate } from './story.ts';

process.on('message', (asked: Asked) => {
  const mutant = mutants.find(({ name }) => name === asked.mutant);
  if (asked.mutant !== undefined && mutant === undefined) throw new Error(`There is no "${asked.mutant}".`);
  const begun = Date.now();
  simulate(asked.seed, mutant).then(
    ({ trace: _, ...run }) => process.send?.({ ...run, ms: Date.now() - begun }),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => {
  void forgetPrepared().finally(() => process.exit(0));
});
