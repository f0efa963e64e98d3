/** `npm run millwright`, `npm run sandbox`: one entry of the program, built if stale; its exit code is ours. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, runProgram } from './lib/tools.mjs';

main(async () => {
  const [entry, ...args] = process.argv.slice(2);
  // What a machine reads from standard output must not be mixed with what we say here.
  const say = console.error;
  await ensureInstalled({ say });
  await ensureBuilt({ say });
  return runProgram(entry, args);
});
