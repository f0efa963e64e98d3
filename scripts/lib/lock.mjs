/** One of several starts of this folder at a time: two installs into one node_modules would break it. */
import { createHash } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './tools.mjs';

const pollMs = 300;
const settleMs = 100;

/** Outside of the folder: `npm ci` empties node_modules, a build writes out/, and git sees the rest. */
function fileFor(name) {
  const place = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `millwright-${name}-${place}.lock`);
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and is somebody else's.
    return error.code === 'EPERM';
  }
}

/** Makes the lock with our process id in it, in one step. */
async function take(file) {
  const own = `${file}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
  // Another that waited may have removed it in the belief that it was still the dead one's.
  await sleep(settleMs);
  return (await holderOf(file)) === process.pid;
}

/** The holder's process id; undefined once it gave the lock back. */
async function holderOf(file) {
  try {
    return Number(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Does the work while no other process does work of this name here, and waits for that one first, which `say` tells once.
 * The lock of a process that ended without giving it back is taken over at once.
 */
export async function withLock(name, work, say) {
  const file = fileFor(name);
  let told = false;
  while (!(await take(file))) {
    const holder = await holderOf(file);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told)
      say(`Another command of Millwright works here (process ${holder}): waiting until it is through ...`);
    told = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
