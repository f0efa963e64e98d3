/**
 * What happens inside a notebook when it starts. The sandbox runs no script. For the start script that Millwright ships
 * (`assets/bootstrap/notebook-on-start.sh`, known by digest) it does itself what the script would do, as the notebook's
 * role: every 5 minutes the metric of idle minutes, and the stop when the limit in the tag is reached. For any other
 * script its log says that it was not run.
 */
import { AwsError, type Principal, type SandboxAccount } from '../../engine/types.ts';
import { roleOf } from './checks.ts';
import { lifecycleConfigs, notebooks, type Notebook } from './kinds.ts';
import { shippedScript } from './shipped.ts';

const idleCheck = 'sagemaker.notebook.idle-check';
const checkEvery = 300;
/** With the idle stop switched off the script only looks at its tag; the sandbox then looks once an hour. */
const lookAgain = 3600;
const logGroup = '/aws/sagemaker/NotebookInstances';

interface Check {
  name: string;
  turn: number;
}

export async function startScripts(
  account: SandboxAccount,
  region: string,
  notebook: Readonly<Notebook>,
): Promise<void> {
  const inside = await acting(account, region, notebook);
  await inside.log('jupyter.log', 'Sandbox notebook: it shows the files of its bucket and runs no code.');
  const config = lifecycleConfigs(account, region).get(notebook.lifecycleConfig ?? '');
  for (const content of config?.onStart ?? []) {
    const name = shippedScript(content);
    await inside.log(
      'LifecycleConfigOnStart',
      name === undefined
        ? 'The sandbox does not run your script.'
        : `${name} is shipped with Millwright: the sandbox does what it would do.`,
    );
  }
  if (runsShipped(account, region, notebook)) {
    const check: Check = { name: notebook.name, turn: notebook.turn };
    account.after(untilNextCheck(account), idleCheck, region, check);
  }
}

/** The script's timer fires at each full five minutes of the clock. */
const untilNextCheck = (account: SandboxAccount) =>
  checkEvery - (Math.floor(account.clock.now() / 1000) % checkEvery);

export function runsShipped(account: SandboxAccount, region: string, notebook: Readonly<Notebook>): boolean {
  const config = lifecycleConfigs(account, region).get(notebook.lifecycleConfig ?? '');
  return config?.onStart.some((content) => shippedScript(content) !== undefined) === true;
}

/** A tag that the shipped script reads as a whole number; 0 when it is absent. */
export function setting(notebook: Readonly<Notebook>, key: 'idle-minutes' | 'dashboard-port'): number {
  const value = Number(notebook.tags[`millwright:${key}`] ?? '0');
  return Number.isInteger(value) && value > 0 ? value : 0;
}

async function checkIdle(account: SandboxAccount, region: string, { name, turn }: Check): Promise<void> {
  const notebook = notebooks(account, region).get(name);
  if (notebook?.turn !== turn || notebook.status !== 'InService') return;
  const limit = setting(notebook, 'idle-minutes');
  account.after(limit === 0 ? lookAgain : untilNextCheck(account), idleCheck, region, { name, turn });
  if (limit === 0) return;
  const idle = Math.floor((account.clock.now() - notebook.lastUsedAt) / 60_000);
  const inside = await acting(account, region, notebook);
  await inside.call('monitoring', 'PutMetricData', {
    Namespace: 'Millwright',
    MetricData: [
      {
        MetricName: 'NotebookIdleMinutes',
        Dimensions: [{ Name: 'NotebookInstanceName', Value: name }],
        Value: idle,
      },
    ],
  });
  if (idle < limit) return;
  await inside.log(
    'LifecycleConfigOnStart',
    `Idle for ${idle} of ${limit} minutes: the notebook stops itself.`,
  );
  await inside.call('sagemaker', 'StopNotebookInstance', { NotebookInstanceName: name });
}

export const scriptTimers = { [idleCheck]: checkIdle };

interface Inside {
  /** A call with the rights of the notebook's role; what is refused stays undone, as in a script that goes on. */
  call(service: string, operation: string, input: Record<string, unknown>): Promise<AwsError | null>;
  /** A line in the notebook's own log, if its role may write one. */
  log(stream: string, message: string): Promise<void>;
}

async function acting(
  account: SandboxAccount,
  region: string,
  notebook: Readonly<Notebook>,
): Promise<Inside> {
  const role = principal(account, notebook.roleArn);
  const call: Inside['call'] = async (service, operation, input) => {
    if (role instanceof AwsError) return role;
    try {
      await account.perform({ service, operation, input, as: role, region });
      return null;
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
  };
  return {
    call,
    async log(stream, message) {
      const logStreamName = `${notebook.name}/${stream}`;
      await call('logs', 'CreateLogGroup', { logGroupName: logGroup });
      await call('logs', 'CreateLogStream', { logGroupName: logGroup, logStreamName });
      const logEvents = [{ timestamp: account.clock.now(), message }];
      await call('logs', 'PutLogEvents', { logGroupName: logGroup, logStreamName, logEvents });
    },
  };
}

function principal(account: SandboxAccount, roleArn: string): Principal | AwsError {
  try {
    return roleOf(account, roleArn);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
