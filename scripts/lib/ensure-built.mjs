/** Builds if stale; for runners that need the build as a step of its own. */
import { ensureBuilt } from './build.mjs';
import { main } from './tools.mjs';

main(async () => void (await ensureBuilt()));
