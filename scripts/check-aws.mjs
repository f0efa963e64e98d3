/**
 * `npm run check:aws -- --profile P --max-usd 1 [--region R] [--prepare]`: the story of a notebook on a real account. It
 * costs money, and begins nothing when it could cost more than allowed. What it makes it takes away, also after Ctrl-C.
 * `--endpoint URL` on this computer is for tests: the same story against the sandbox account.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { awsStory } from './lib/aws-story.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main, programEnv, programNode, root, Said } from './lib/tools.mjs';

const usage = 'npm run check:aws -- --profile P --max-usd 1 [--region R] [--prepare]';

function wishes() {
  const options = {
    profile: { type: 'string' },
    'max-usd': { type: 'string' },
    region: { type: 'string' },
    prepare: { type: 'boolean', default: false },
    endpoint: { type: 'string' },
  };
  try {
    const { profile, 'max-usd': max, region, prepare, endpoint } = parseArgs({ options }).values;
    if (!profile) throw new Error('--profile names the account: a profile of ~/.aws/config.');
    const maxUsd = Number(max);
    if (!max || !(maxUsd > 0)) throw new Error('--max-usd takes the most that this may cost, in US dollars.');
    if (endpoint !== undefined && !/^http:\/\/127\.0\.0\.1:\d+$/.test(endpoint))
      throw new Error('--endpoint is for tests on this computer.');
    return { profile, maxUsd, region, prepare, endpoint };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** The chosen profile and nothing else: keys and addresses of the terminal would lead to another account. */
function environment({ profile, region, endpoint }) {
  const own = Object.entries(programEnv()).filter(
    ([name]) => !/^AWS_(?!CONFIG_FILE$|SHARED_CREDENTIALS_FILE$)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    AWS_PROFILE: profile,
    ...(region !== undefined && { AWS_REGION: region }),
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
  };
}

/** Runs commands one after the other, away from the terminal's Ctrl-C, which is ours to hand on. */
function commander(dir, env) {
  let running;
  return {
    stop: () => running?.kill('SIGINT'),
    async command(args, answers) {
      const file = join(dir, 'answers.json');
      if (answers !== undefined) await writeFile(file, JSON.stringify(answers), { mode: 0o600 });
      const more = answers === undefined ? [] : ['--answers', file];
      const all = [...args, ...more, '--json', '--language', 'en', '--state', join(dir, 'state')];
      const child = spawn(programNode(), [join(root, 'out', 'main', 'cli.js'), ...all], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      running = child;
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      const code = await new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (ended) => resolve(ended ?? 1));
      });
      running = undefined;
      return { code, data: text.trim() === '' ? undefined : JSON.parse(text) };
    },
  };
}

main(async () => {
  const given = wishes();
  await ensureInstalled();
  await ensureBuilt();
  const dir = await mkdtemp(join(tmpdir(), 'millwright-check-aws-'));
  const stopped = new AbortController();
  const { command, stop } = commander(dir, environment(given));
  let away = false;
  const cut = (why) => {
    if (away || stopped.signal.aborted)
      return console.log('Still ending, and taking away what was made: please wait.');
    console.log(why);
    stopped.abort(new Said(why));
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => cut('Stopped.'));
  const id = randomBytes(5).toString('hex');
  const names = { notebook: `millwright-check-${id}`, bucket: `millwright-check-${id}` };
  const story = awsStory({ command, say: console.log, names, stopped: stopped.signal });
  const made = await story.priced(given);
  stopped.signal.throwIfAborted();
  const late = setTimeout(() => cut('This takes too long.'), story.storyMs);
  let failed;
  try {
    await story.run(made);
  } catch (error) {
    failed = error;
  }
  clearTimeout(late);
  away = true;
  const left = await story.takeAway();
  if (left.length > 0) {
    console.error(`STILL THERE, and it may cost money: ${left.join(', ')}. What is known is kept in ${dir}.`);
    throw failed ?? new Said('Not everything could be taken away.');
  }
  await rm(dir, { recursive: true });
  if (failed !== undefined) throw failed;
  console.log('passed   the notebook story on a real account: made, seen, stopped and taken away');
});
