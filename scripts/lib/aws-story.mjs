/**
 * The story of a notebook on an account that is not the sandbox: planned, priced, made, seen, stopped and taken away again,
 * through the same commands that a person types. Whatever happens, it ends with taking away.
 */
import { Said } from './tools.mjs';

/** Making and stopping take minutes; what takes longer than this has gone wrong, and is taken away. */
const storyMs = 60 * 60_000;
/** The machine is stopped and deleted within this time after the story, also when AWS is slow. */
const awayMs = 60 * 60_000;
const againMs = 20_000;

/** So many hours can be billed at most: the story and the taking away. */
const worstHours = (storyMs + awayMs) / 3_600_000;

/** Says nothing that is not there any more: the plan to delete it is blocked by one of these. */
const gone = new Set(['plan.notebook.gone', 'plan.bucket.missing']);

const words = (messages) =>
  messages.map(({ key, params }) => `${key} ${JSON.stringify(params ?? {})}`).join('; ');

/**
 * `command(args, answers)`: runs `millwright` with `--json`, answers `{ code, data }`. `names`: of the notebook and its new
 * bucket. `stopped`: a signal that ends the story early.
 */
export function awsStory({ command, say, names, stopped }) {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function plan(source, answers) {
    const { code, data } = await command(['plan', source], answers);
    if (code !== 0 || data?.plan === undefined) throw new Said(`No plan could be made of "${source}".`);
    return data;
  }
  async function apply({ id, digest }) {
    const { code } = await command(['apply', id, '--yes', digest]);
    return code === 0;
  }
  async function perform(source, answers) {
    stopped.throwIfAborted();
    const made = await plan(source, answers);
    const { blockers } = made.plan;
    if (blockers.length > 0) throw new Said(`"${source}" is blocked: ${words(blockers)}`);
    if (!(await apply(made))) throw new Said(`"${source}" did not end well.`);
  }

  /** The notebook's plan; throws where it costs too much, or where nobody knows what it costs. */
  async function priced({ maxUsd, prepare }) {
    const answers = { name: names.notebook, bucket: { choice: 'new', newName: names.bucket } };
    const made = await plan('notebook', answers);
    const { blockers, changes, cost, target } = made.plan;
    if (target.accountId === null) throw new Said('No account: sign in first, then try again.');
    if (blockers.length > 0) throw new Said(`The plan is blocked: ${words(blockers)}`);
    const { usd, unknown } = cost.perHour;
    if (unknown.length > 0)
      throw new Said(`Nothing was made: the price of ${unknown.join(', ')} is not known here.`);
    const worst = usd * worstHours;
    if (worst > maxUsd)
      throw new Said(
        `Nothing was made: ${worstHours} hours at $${usd} an hour are $${worst.toFixed(2)}, above the $${maxUsd} that you allow.`,
      );
    if (!prepare && changes.some(({ kind, template }) => kind === 'stack' && template?.name === 'foundation'))
      throw new Said(
        'Nothing was made: this account is not prepared. With --prepare its roles are made first; they stay, and cost nothing.',
      );
    say(`Account ${target.accountId}, ${target.region}: at worst $${worst.toFixed(2)}.`);
    return made;
  }

  /** Whether the thing is away: deletes it, and tries again while AWS is still busy with it. */
  async function away(source, answers) {
    for (const end = Date.now() + awayMs; Date.now() < end; await pause(againMs)) {
      try {
        const made = await plan(source, answers);
        const { blockers } = made.plan;
        if (blockers.some(({ key }) => gone.has(key))) return true;
        if (blockers.length === 0) await apply(made);
      } catch (error) {
        // No network, no sign-in: what runs is still there, so it is tried until the time is over.
        say(error.message);
      }
      if (await isGone(source, answers)) return true;
    }
    return false;
  }
  async function isGone(source, answers) {
    const { plan: again } = await plan(source, answers).catch(() => ({ plan: { blockers: [] } }));
    return again.blockers.some(({ key }) => gone.has(key));
  }

  return {
    priced,
    /** Makes what was planned, sees it billed, and stops it. */
    async run(made) {
      say('Making the notebook: usually 4 to 8 minutes.');
      if (!(await apply(made))) throw new Said('The notebook could not be made.');
      const { data } = await command(['status']);
      const row = data?.now?.summary?.rows.find(({ name }) => name === names.notebook);
      if (row === undefined) throw new Said('The notebook is not among what costs money now.');
      say(`It runs, at $${row.usdPerHour} an hour. Stopping it.`);
      await perform('notebook-stop', { name: names.notebook });
    },
    /** Takes away what is there. Answers the names of what could not be taken away. */
    async takeAway() {
      say('Taking everything away.');
      // What was cut off in the middle takes back what it made; after a whole story there is none.
      await command(['recover', '--undo']);
      const left = [];
      if (!(await away('notebook-delete', { name: names.notebook }))) left.push(names.notebook);
      if (!(await away('storage-delete', { name: names.bucket }))) left.push(names.bucket);
      return left;
    },
    storyMs,
  };
}
