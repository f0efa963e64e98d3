/** A secret that was typed for a start is forgotten with the program: what goes on then asks again, and takes no other value. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import { AppFailure } from '../../main/failure.ts';
import { shows } from '../status/shows.ts';
import { diskOf, killAt } from '../support/kill.ts';
import { openSpine, type Spine } from '../support/spine.ts';

const body = `Parameters:
  Needed: {Type: String, NoEcho: true, MinLength: 8}
  Own: {Type: String, NoEcho: true, Default: '0000'}
Resources:
  List: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '\${Needed} \${Own}'}}
`;
const secret = { Needed: 'open-sesame', Own: '4417' };

let spine: Spine;
/** Each was killed; what it holds open goes with the account. */
const graves: Engine[] = [];
const asked: string[][] = [];
beforeAll(async () => {
  spine = await openSpine();
  spine.sandbox.observe(({ operation, input }) => {
    if (operation !== 'CreateChangeSet') return;
    const { Parameters = [] } = input as { Parameters?: { ParameterValue: string }[] };
    asked.push(Parameters.map(({ ParameterValue }) => ParameterValue));
  });
}, 60_000);
afterAll(() => spine.close());

/** The engine that finds on the disk what the killed one left there. */
async function killed(name: string, point: string) {
  const dir = `${spine.stateDir}-${name}`;
  const kill = killAt(0, (at) => at === point);
  const dying = await spine.engine(kill, dir);
  graves.push(dying);
  const plan = await spine.plan(dying, 'template', { body, name });
  await dying.applying.apply(plan, { kind: 'digest', digest: plan.digest }, secret);
  await kill.dead;
  const engine = await spine.engine(undefined, await diskOf(dir, `${dir}-2`));
  return { engine, plan };
}

test(
  'killed before AWS was asked: it ends, says why, and goes on with the secret typed once more' +
    shows('done-when:3.4/secret'),
  async () => {
    asked.length = 0;
    const { engine, plan } = await killed('before', 'journal:intent:change-set:after');
    const [task] = await (await engine.applying.recover()).ended;
    expect(task).toMatchObject({ state: 'failed', error: { code: 'secret.missing' } });
    expect(asked).toEqual([]);
    const consent = { kind: 'digest' as const, digest: plan.digest };
    const refused = await engine.applying.apply(plan, consent).catch((error: unknown) => error);
    expect((refused as AppFailure).error.code).toBe('secret.missing');
    const { taskId } = await engine.applying.apply(plan, consent, secret);
    const ended = await engine.applying.ended(taskId);
    expect(ended.state, JSON.stringify(ended.error)).toBe('succeeded');
    expect(asked).toEqual([['open-sesame', '4417']]);
    await engine.close();
  },
);

test('killed after AWS had it: it goes on without being asked' + shows('done-when:3.4/secret'), async () => {
  asked.length = 0;
  const { engine } = await killed('after', 'call:cloudformation:CreateChangeSet:answered');
  const [task] = await (await engine.applying.recover()).ended;
  expect(task?.state, JSON.stringify(task?.error)).toBe('succeeded');
  expect(asked).toEqual([['open-sesame', '4417']]);
  await engine.close();
});
