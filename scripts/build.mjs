/** `npm run build`: everything that runs into out/, and the notices of what is in it. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { writeNotices } from './lib/notices.mjs';
import { main } from './lib/tools.mjs';

main(async () => {
  await ensureInstalled();
  const built = await ensureBuilt();
  await writeNotices();
  console.log(built ? 'Built.' : 'Already built from these sources.');
});
