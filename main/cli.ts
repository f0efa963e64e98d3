/** Entry of the program without a window: `millwright plan notebook --answers FILE`. See `millwright --help`. */
import { runCommand } from './cli/run.ts';

const leave = new AbortController();
process.once('SIGINT', () => leave.abort());
process.once('SIGTERM', () => leave.abort());

const code = await runCommand(
  process.argv.slice(2),
  process.env,
  { out: (line) => console.log(line), err: (line) => console.error(line) },
  leave.signal,
);
process.exitCode = code;
// A connection that is kept alive for the next request must not hold the program.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
