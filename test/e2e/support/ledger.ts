/**
 * Prints the ledger of the sandbox account in a folder, as JSON. Run by Node; the program must not have it open. The
 * account's time stands still: what came due after the program ended is not part of what it did.
 */
import { openSandbox } from '../../../main/sandbox/index.ts';

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: ledger.ts DIR');
const sandbox = await openSandbox({ dir, clock: { mode: 'manual' } });
console.log(JSON.stringify(sandbox.ledger()));
await sandbox.close();
