/** A program with a sandbox account, for tests that kill it. Prints its address when it listens. */
import { openSandbox } from '../../../main/sandbox/index.ts';
import { thingService } from './things.ts';

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('The state folder is missing.');
const sandbox = await openSandbox({ dir, services: [thingService] });
const { url, accessKeyId, secretAccessKey } = await sandbox.listen();
console.log(JSON.stringify({ url, accessKeyId, secretAccessKey }));
