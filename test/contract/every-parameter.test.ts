/**
 * Each parameter of the storage and foundation templates changed once through the host: what the plan says before, thing
 * by thing, is what AWS's own events say afterwards. The notebook's have a story of their own (notebook-change.test.ts).
 */
import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackNameOf } from '../../main/plans/drift-words.ts';
import { loadTemplate, templateNames, type TemplateName } from '../../main/plans/templates.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { clientOf } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

let spine: Spine;
let whole: WholeProgram;
let page: Page;
const bucket = 'every-parameter-4417';

interface Row {
  template: Exclude<TemplateName, 'notebook' | 'training' | 'training-environment' | 'image-build'>;
  parameter: string;
  answers: Answers;
  /** What the review says beside the field. */
  word: string;
}

const old = (more: Answers): Answers => ({ name: bucket, old: more });
const rows: Row[] = [
  {
    template: 'storage',
    parameter: 'ToInfrequentAccessAfterDays',
    answers: old({ infrequent: true, infrequentDays: 45 }),
    word: 'update',
  },
  {
    template: 'storage',
    parameter: 'ToGlacierAfterDays',
    answers: old({ glacier: true, glacierDays: 365 }),
    word: 'update',
  },
  // Nobody, one, another, nobody: made, made anew, taken away.
  { template: 'foundation', parameter: 'AlertEmail', answers: { email: 'a@example.com' }, word: 'update' },
  { template: 'foundation', parameter: 'AlertEmail', answers: { email: 'b@example.com' }, word: 'anew' },
  { template: 'foundation', parameter: 'AlertEmail', answers: { email: '' }, word: 'update' },
];

/** What no person changes here, and why. */
const notAsked: Record<string, string> = {
  BucketName: 'the bucket itself',
  BoundaryStands: 'found out before the account is prepared',
};

beforeAll(async () => {
  spine = await openSpine();
  whole = await openWhole({ spine, stateDir: spine.stateDir });
  page = await whole.openPage();
  for (const [source, answers] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
  ] as const)
    expect((await whole.perform(page, source, answers)).task.state).toBe('succeeded');
}, 60_000);
afterAll(async () => {
  await whole.close();
  await spine.close();
});

const updateOf = ({ changes: [change] }: Plan) => {
  if (change?.kind !== 'stack') throw new Error('The plan changes no stack.');
  return change;
};

const asAws: Record<string, string> = {
  CREATE_COMPLETE: 'create',
  UPDATE_COMPLETE: 'update',
  DELETE_COMPLETE: 'delete',
};

/** By logical id, what the events since then say of it. */
async function happened(StackName: string, since: number): Promise<Map<string, Set<string>>> {
  const cloud = new CloudFormationClient(clientOf(spine));
  const { StackEvents = [] } = await cloud.send(new DescribeStackEventsCommand({ StackName }));
  const found = new Map<string, Set<string>>();
  for (const {
    LogicalResourceId: id = '',
    ResourceStatus: status = '',
    ResourceType,
    Timestamp,
  } of StackEvents) {
    const what = asAws[status];
    if (what === undefined || ResourceType === 'AWS::CloudFormation::Stack') continue;
    if ((Timestamp?.getTime() ?? 0) < since) continue;
    found.set(id, (found.get(id) ?? new Set()).add(what));
  }
  return found;
}

/** A thing that is made anew is changed, and its old one deleted. */
const planned = (plan: Plan) =>
  new Map(
    updateOf(plan).resources.map(({ logicalId, effect }) => [
      logicalId,
      new Set(effect === 'replace' ? ['update', 'delete'] : [effect]),
    ]),
  );

test('every parameter of every template has its row, or the reason why no person changes it', () => {
  // A notebook has its own test; a training is run again, and its environment and its image's builder stay as they are.
  const others = ['notebook', 'training', 'training-environment', 'image-build'];
  for (const template of templateNames.filter((name) => !others.includes(name))) {
    const told = rows.filter((row) => row.template === template).map(({ parameter }) => parameter);
    const all = Object.keys(loadTemplate(template).document.Parameters ?? {});
    expect(all.filter((name) => !told.includes(name) && notAsked[name] === undefined)).toEqual([]);
  }
});

test.each(rows)(
  '$template, $parameter: what the plan says is what happens' + shows('done-when:3.2/others'),
  async ({ template, parameter, answers, word }) => {
    const id = `${template}-change`;
    const of = template === 'storage' ? bucket : '';
    const stackName = stackNameOf({ kind: template, name: of });
    expect(valueOf(await page.api.wizards.open({ id, of })).answers).not.toMatchObject(answers);
    const since = spine.clock.now();
    const { plan, task } = await whole.perform(page, id, answers);
    expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(Object.keys(updateOf(plan).parameters)).toEqual([parameter]);
    const notes = updateOf(plan).sentences?.map(({ note }) => note?.key);
    expect(new Set(notes)).toEqual(new Set([`plan.change.${word}`]));
    expect(await happened(stackName, since)).toEqual(planned(plan));
    expect(valueOf(await page.api.wizards.open({ id, of })).answers).toMatchObject(answers);
    const again = valueOf(await page.api.plans.make({ source: id, answers }));
    expect(again.blockers.map(({ key }) => key)).toEqual(['plan.change.nothing']);
  },
);

test('the receipt of a change leads back to the answers of before', async () => {
  const answers = () => page.api.wizards.open({ id: 'storage-change', of: bucket }).then(valueOf);
  const before = (await answers()).answers;
  const { task } = await whole.perform(page, 'storage-change', old({ glacier: false, infrequent: false }));
  const { putBack } = valueOf(await page.api.plans.receipt({ id: task.receiptId ?? '' }));
  expect((await whole.perform(page, putBack?.source ?? '', putBack?.answers ?? {})).task.state).toBe(
    'succeeded',
  );
  expect((await answers()).answers).toEqual(before);
});
