/** What a person has after `git clone`: no packages, no build, one command. */
import { test as base, expect } from '@playwright/test';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shows } from '../status/shows.ts';
import { personsEnv } from './support/persons-env.ts';

const root = join(import.meta.dirname, '..', '..');
const windows = process.platform === 'win32';

const test = base.extend<{ dir: string; clone: string }>({
  dir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'millwright-fresh-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  },
  clone: async ({ dir }, use) => {
    const clone = join(dir, 'millwright');
    // The last commit: what is not committed reaches nobody.
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    await use(clone);
  },
});

test.skip(!existsSync(join(root, '.git')), 'a fresh clone: this folder is no clone itself');

test(
  'a fresh clone becomes ready by one command, shows its first page, and ends with Ctrl-C' +
    shows('done-when:1.1/fresh'),
  async ({ dir, clone, page }) => {
    test.setTimeout(5 * 60_000);
    expect(await readdir(clone)).not.toContain('node_modules');
    const state = join(dir, 'state');
    const args = ['start', '--', '--host', 'loopback', '--no-open', '--port', '0', '--state', state];
    // The packages were fetched for this folder a moment ago; how fast the registry answers is not what is tried here.
    const env = personsEnv({ npm_config_prefer_offline: 'true' });
    // A group of its own, so that Ctrl-C reaches all of it, as in a terminal.
    const started = spawn('npm', args, { cwd: clone, env, detached: !windows, shell: windows });
    let said = '';
    const ready = new Promise<string>((resolve, reject) => {
      const note = (chunk: Buffer): void => {
        said += chunk.toString('utf8');
        const link = /Millwright is ready: (http:\/\/127\.0\.0\.1:\d+\/#[\w-]+)/.exec(said)?.[1];
        if (link !== undefined) resolve(link);
      };
      started.stdout.on('data', note);
      started.stderr.on('data', note);
      started.once('exit', () => reject(new Error(`It ended:\n${said}`)));
      setTimeout(
        () => reject(new Error(`It did not become ready in 4 minutes:\n${said}`)),
        4 * 60_000,
      ).unref();
    });
    const ended = once(started, 'exit');
    const pressCtrlC = (): void => {
      if (windows || started.pid === undefined) started.kill('SIGINT');
      else process.kill(-started.pid, 'SIGINT');
    };
    try {
      await page.goto(await ready);
      await expect(page.getByText('I need a notebook')).toBeVisible();
      expect(said).toContain('npm ci');
      expect(await readdir(state)).toContain('running.json');
      pressCtrlC();
      await ended;
      await expect.poll(() => existsSync(join(state, 'running.json'))).toBe(false);
    } finally {
      if (started.exitCode === null && started.signalCode === null) pressCtrlC();
      await ended;
    }
    const changed = execFileSync('git', ['status', '--porcelain'], { cwd: clone }).toString();
    expect(changed).toBe('');
  },
);
