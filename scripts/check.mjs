/** `npm run check`: types, lint, format and the fast tests, in under 90 seconds. */
import { ensureInstalled } from './lib/install.mjs';
import { fastTests, runLayer, staticLayer } from './lib/layers.mjs';
import { main, seconds } from './lib/tools.mjs';

main(async () => {
  await ensureInstalled();
  const all = [];
  for (const layer of [staticLayer, fastTests]) {
    const { value, seconds: spent } = await seconds(() => runLayer(layer));
    console.log(`${spent.toFixed(1).padStart(6)} s  ${layer.name}`);
    all.push(...value);
  }
  for (const { title } of all.filter(({ state }) => state === 'failed'))
    console.log(`          FAILED  ${title}`);
  const count = (state) => all.filter((result) => result.state === state).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  return count('failed') === 0 ? 0 : 1;
});
