/**
 * A sandbox account in a process of its own, filled past the calls that would make its things one by one. Started by
 * `openAccount` of accounts.ts; counts what is asked of it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandbox } from '../../../main/sandbox/index.ts';
import { tables } from '../../../main/sandbox/services/s3/store.ts';
import { fillAccount } from '../../support/fill-account.ts';
import type { AccountWish, FromAccount, ToAccount } from './accounts.ts';
import { fillJobs } from './fill-jobs.ts';

const wish = JSON.parse(process.argv[2] ?? '{}') as AccountWish;
/** Behind the delay the account has another address of this computer and the same port, so that its name is the same. */
const behind = process.platform === 'linux' ? '127.0.0.2' : '::1';

async function delayed(added: number): Promise<number> {
  const proxy = fork(join(import.meta.dirname, 'delay-proxy.ts'), [String(added), behind]);
  const [port] = (await once(proxy, 'message')) as [number];
  const listen = Reflect.get(Server.prototype, 'listen') as (...args: unknown[]) => Server;
  // The account listens by port and host.
  Server.prototype.listen = function (this: Server, ...[at, , ...rest]: unknown[]) {
    return Reflect.apply(listen, this, [at, behind, ...rest]);
  };
  return port;
}

const dir = await mkdtemp(join(tmpdir(), 'millwright-bench-'));
const sandbox = await openSandbox({ dir, clock: { mode: 'real', speed: 1 } });
if (wish.notebooks !== undefined) fillAccount(sandbox, { notebooks: wish.notebooks });
const job = wish.jobs === undefined ? null : fillJobs(sandbox, wish.jobs, wish.logLines);
if (wish.bucket !== undefined)
  fillAccount(sandbox, { objects: { bucket: wish.bucket, folder: '', count: 0 } });
const listening = await sandbox.listen(wish.added ? await delayed(wish.added) : 0);

let counts: Record<string, number> = {};
sandbox.observe(({ via, operation }) => {
  if (via === 'wire') counts[operation] = (counts[operation] ?? 0) + 1;
});
const tell = (message: FromAccount): void => void process.send?.(message);

process.on('message', (asked: ToAccount) => {
  if (asked.ask === 'counts') {
    tell({ counts });
    counts = {};
    return;
  }
  const there = tables
    .objects(sandbox.account)
    .list()
    .filter(({ bucket, key }) => bucket === asked.bucket && key.startsWith(asked.prefix));
  tell({ objects: { count: there.length, bytes: there.reduce((sum, { size }) => sum + size, 0) } });
});
process.on('disconnect', () => {
  void sandbox.close().then(async () => {
    await rm(dir, { recursive: true, force: true });
    process.exit(0);
  });
});
tell({
  accountId: sandbox.account.id,
  job,
  env: {
    AWS_ENDPOINT_URL: listening.url,
    AWS_ACCESS_KEY_ID: listening.accessKeyId,
    AWS_SECRET_ACCESS_KEY: listening.secretAccessKey,
    AWS_REGION: listening.region,
    AWS_DEFAULT_REGION: listening.region,
    AWS_CONFIG_FILE: join(dir, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(dir, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  },
});
