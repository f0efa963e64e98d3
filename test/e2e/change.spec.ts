/** A bucket and the prepared account are changed on the screen; what somebody else changed is seen, told and put back. */
import { DeleteBucketLifecycleCommand, S3Client } from '@aws-sdk/client-s3';
import type { Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { shows } from '../status/shows.ts';
import { findingsInBoth } from './support/axe.ts';
import { leftInChinese } from './support/english-left.ts';
import { personAt } from './support/person.ts';
import { startProgram } from './support/program.ts';
import { expect, test as story } from './support/story.ts';
import { button, operate, toReview } from './support/walk.ts';

const minutes = 60_000;
const bucket = 'changed-files-4417';
/** Names that the story gives, values as AWS writes them, and what Settings says of the program. */
const own = [
  /changed-files-4417/g,
  /a@example\.com/g,
  /\[?\{.*\}\]?/g,
  /\badministrator\b/g,
  /Apache 2\.0|THIRD-PARTY-NOTICES/g,
];
const sandbox = join(import.meta.dirname, '..', '..', 'out', 'main', 'sandbox.js');

/** An account of its own beside the program, so that somebody else can work in it. */
const test = story.extend<{ account: Record<string, string> }>({
  account: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-account-'));
    const child = spawn(process.execPath, [sandbox, '--port', '0', '--state', dir, '--pace', '60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const env: Record<string, string> = {};
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'sandbox ready') break;
      const [name = '', value = ''] = line.split(/=(.*)/s, 2);
      if (name.startsWith('AWS_')) env[name] = value;
    }
    await use(env);
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    await rm(dir, { recursive: true, force: true });
  },
  program: async ({ stateDir, account }, use) => {
    const program = await startProgram({ stateDir, env: account });
    await use(program);
    await program.stop();
  },
});

/** In light and dark without a finding, and nothing of it English in Chinese. */
async function seen(window: Page, name: string): Promise<void> {
  expect(await findingsInBoth(window, name)).toEqual([]);
  expect(await leftInChinese(window, own), name).toEqual([]);
}

async function change(window: Page, press: string): Promise<void> {
  for (let station = 0; station < 5 && !(await button(window, press).isVisible()); station += 1) {
    await button(window, /^Next/).click({ timeout: minutes / 4 });
    await window.waitForTimeout(400);
  }
}

const changed = (window: Page) =>
  expect(window.getByText('It is changed. This is how it stands now.')).toBeVisible({ timeout: minutes / 2 });

test(
  'a bucket and the alerts are changed; what others changed is told and put back' +
    shows('done-when:3.2/put-back'),
  async ({ window, program, account }) => {
    test.setTimeout(3 * minutes);
    const person = personAt(window);
    const open = (address: string) => window.goto(`${program.origin}/#${address}`);
    await open('/start/foundation');
    await toReview(window, person);
    await person.start(button(window, 'Start'));
    await expect(window.getByText('It is made.', { exact: false })).toBeVisible({ timeout: minutes / 2 });
    await open('/start/storage');
    await person.answer(window.getByRole('textbox').first(), bucket);
    await toReview(window, person);
    await person.start(button(window, 'Start'));
    await expect(window.getByText('It is made.', { exact: false })).toBeVisible({ timeout: minutes / 2 });

    await open(`/data/${bucket}`);
    await window.getByRole('link', { name: 'Change', exact: true }).click({ timeout: minutes / 2 });
    await window.getByRole('checkbox', { name: 'Move old files to Glacier' }).click();
    await change(window, 'Change the bucket');
    await seen(window, 'change-review');
    await person.start(button(window, 'Change the bucket'));
    await changed(window);
    await seen(window, 'change-watch');
    await window.getByRole('link', { name: 'See it on its page' }).click();

    await button(window, 'Check against AWS').click();
    await expect(window.getByText('Everything is as it was made.', { exact: false })).toBeVisible({
      timeout: minutes / 2,
    });
    const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = account;
    const credentials = {
      accessKeyId: account['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: account['AWS_SECRET_ACCESS_KEY'] ?? '',
    };
    await new S3Client({ endpoint, region, credentials, forcePathStyle: true }).send(
      new DeleteBucketLifecycleCommand({ Bucket: bucket }),
    );
    await button(window, 'Check again').click();
    await expect(window.getByText('One part is not as it was made.', { exact: false })).toBeVisible({
      timeout: minutes / 2,
    });
    await seen(window, 'drift');
    await window.getByRole('link', { name: 'Put it back' }).click();
    await expect(button(window, 'Put it back as it was made')).toBeVisible({ timeout: minutes / 2 });
    await seen(window, 'drift-review');
    await operate(window, person, 'Put it back as it was made');
    await open(`/data/${bucket}`);
    await button(window, 'Check against AWS').click();
    await expect(window.getByText('Everything is as it was made.', { exact: false })).toBeVisible({
      timeout: minutes / 2,
    });

    await open('/settings');
    await window.getByRole('link', { name: 'Change who gets alerts' }).click();
    await person.answer(window.getByRole('textbox').first(), 'a@example.com');
    await change(window, 'Change the alerts');
    await person.start(button(window, 'Change the alerts'));
    await changed(window);
    await window.getByRole('link', { name: 'See it on its page' }).click();
    await expect(window.getByRole('heading', { name: 'The prepared account' })).toBeVisible();
    await seen(window, 'prepared');
  },
);
