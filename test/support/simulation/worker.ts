/** One process of a long simulation: told a seed, and perhaps a mutant, it answers what came of it. */
import { mutantNamed } from './mutants.ts';
import { forgetPrepared } from './prepared.ts';
import type { Asked } from './crew.ts';
import { simulate } from './story.ts';

process.on('message', (asked: Asked) => {
  const { calm } = asked;
  const mutant = asked.mutant === undefined ? undefined : mutantNamed(asked.mutant);
  const diesAt = asked.dies === undefined ? undefined : mutantNamed(asked.dies).diesAt;
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
