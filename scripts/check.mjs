/**
 * `npm run check`: types, lint, format and the fast tests, in under 90 seconds. `npm run test:long` (`--long`): the tests
 * that `npm test` runs in part, whole; `--only NAME` those whose file has the name, `--seed N` one seed of the simulation,
 * `--case TEXT` of the faults only the cases whose title has the text.
 */
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { keepLongRuns } from './lib/long-runs.mjs';
import { fastTests, longTests, runLayer, staticParts } from './lib/layers.mjs';
import { main, Said, seconds } from './lib/tools.mjs';

main(async () => {
  const { values } = parseArgs({
    options: {
      long: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      case: { type: 'string' },
    },
  });
  const { long, only, seed, case: chosen } = values;
  if (!long && [only, seed, chosen].some((given) => given !== undefined))
    throw new Said('--only, --seed and --case belong to npm run test:long.');
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new Said('--seed takes a whole number.');
  await ensureInstalled();
  const all = [];
  const part = async (layer) => {
    const { value, seconds: spent } = await seconds(() => runLayer(layer));
    console.log(`${spent.toFixed(1).padStart(6)} s  ${layer.name}`);
    all.push(...value);
  };
  if (long) {
    await part(await longTests({ only, seed, chosen }));
    if (seed === undefined && chosen === undefined) await keepLongRuns(all);
  } else {
    // The compiler keeps one processor busy, the others share the next; the tests use what is there.
    const [types, ...others] = staticParts;
    const rest = async () => {
      for (const other of others) await part(other);
    };
    await Promise.all([part(types), rest()]);
    await part(fastTests);
  }
  for (const { title } of all.filter(({ state }) => state === 'failed'))
    console.log(`          FAILED  ${title}`);
  const count = (state) => all.filter((result) => result.state === state).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  return count('failed') === 0 ? 0 : 1;
});
