import { run } from './tools.mjs';

/** Programs that nobody here wrote and that judge our work, if this computer has them. Never needed by users. */
const oracles = [
  { name: 'AWS CLI', command: ['aws', '--version'], judges: 'the sandbox’s wire protocols and error codes' },
  { name: 'cfn-lint', command: ['cfn-lint', '--version'], judges: 'the templates' },
  {
    name: 'moto_server',
    command: ['moto_server', '--help'],
    judges: 'the plans against another AWS stand-in',
  },
  {
    name: 'botocore',
    command: ['python3', '-c', 'import botocore'],
    judges: 'every request and answer by AWS’s models',
  },
];

/** Those that are missing, with what they would have judged. */
export async function missingOracles() {
  const found = await Promise.all(
    oracles.map(({ command: [program, ...args] }) =>
      run(program, args, { quiet: true, timeoutMs: 60_000 }).then(
        ({ code }) => code === 0,
        () => false,
      ),
    ),
  );
  return oracles.filter((_, index) => !found[index]);
}
