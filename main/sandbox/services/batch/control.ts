/** What the sandbox's control port lets a tester do to jobs: `POST /_sandbox/batch/interrupt` and its like. */
import type { SandboxAccount } from '../../engine/types.ts';
import { AwsError } from '../../engine/types.ts';
import { interruptMachine } from './attempts.ts';
import { choices, choose, fates, forget, WrongChoice, type ChoiceSpec } from './choices.ts';
import { jobs, machines } from './kinds.ts';

type Input = Record<string, unknown>;

const wrong = (text: string) => new AwsError('WrongControl', text, 400);
const regionIn = (input: Input): string =>
  typeof input['region'] === 'string' ? input['region'] : 'us-east-1';

/** EC2 takes back the machine on which the job runs. Answers the machine's id. */
export function interruptJob(account: SandboxAccount, region: string, jobId: string): string {
  const machine = jobs(account, region).get(jobId)?.now?.machine;
  if (machine === undefined) throw wrong(`The job ${jobId} does not run on a machine.`);
  interruptMachine(account, region, machine);
  return machine;
}

export const controls: Readonly<Record<string, (account: SandboxAccount, input: Input) => Input>> = {
  interrupt(account, input) {
    const { jobId } = input;
    if (typeof jobId !== 'string') throw wrong('jobId is missing.');
    return { machine: interruptJob(account, regionIn(input), jobId) };
  },
  choose(account, input) {
    const { region: _, ...spec } = input;
    try {
      return { choice: choose(account, regionIn(input), spec as unknown as ChoiceSpec) };
    } catch (error) {
      if (error instanceof WrongChoice) throw wrong(error.message);
      throw error;
    }
  },
  choices: (account, input) => ({
    machines: machines(account, regionIn(input))
      .list()
      .map(({ id, type, zone, spot, jobs: on }) => ({
        id,
        type,
        zone,
        spot,
        jobs: on.map((job) => ({ id: job, name: jobs(account, regionIn(input)).get(job)?.name ?? job })),
      })),
    outcomes: [...Object.keys(fates), 'no-capacity', 'exit:N'],
    choices: choices(account, regionIn(input)),
  }),
  takeBack(account, input) {
    const { machine } = input;
    if (typeof machine !== 'string' || machines(account, regionIn(input)).get(machine) === undefined)
      throw wrong('There is no such machine.');
    interruptMachine(account, regionIn(input), machine);
    return {};
  },
  forget(account, input) {
    const { id } = input;
    forget(account, regionIn(input), typeof id === 'string' ? id : undefined);
    return {};
  },
};
