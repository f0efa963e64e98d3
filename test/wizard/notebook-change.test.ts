import { expect, test } from 'vitest';
import { createOnly, restarting } from '../../main/plans/update-effects.ts';
import { notebookParameters } from '../../main/wizards/notebook/parameters.ts';
import { NotebookAnswers } from '../../main/wizards/notebook/answers.ts';
import { answersOfNotebook } from '../../main/wizards/notebook/current.ts';
import { loadTemplate, templateNames } from '../../main/plans/templates.ts';
import { startParameters, withoutPastStarts } from '../../main/stacks/past-start.ts';
import schemas from '../fixtures/resource-schemas.json' with { type: 'json' };
import { account, at, notebook, notebookStack, plan, problems, steps, text, texts } from './support.ts';

const facts = (instance: unknown = notebook(), stack: unknown = notebookStack()) => ({
  'notebook:sales': instance,
  'stack:millwright-notebook-sales': stack,
});
const change = (wish: object, known = facts(), now = at('14:02')) =>
  plan('notebook-change', { name: 'sales', ...wish }, known, now);

test('the tables of what is replaced and what restarts are those of AWS', () => {
  const types = schemas.types as Record<string, { createOnly: string[] }>;
  const used = templateNames.flatMap((name) => Object.values(loadTemplate(name).document.Resources));
  for (const { Type } of used) expect(createOnly[Type], Type).toEqual(types[Type]?.createOnly);
  for (const name of restarting['AWS::SageMaker::NotebookInstance'] ?? [])
    expect(schemas.updateNotebookInstance).toContain(name);
});

test('every start of a schedule in a template is one that is left out when it is past', () => {
  const starts = templateNames.flatMap((name) => {
    const { Resources, Parameters = {} } = loadTemplate(name).document;
    const used = Object.values(Resources).map(({ Properties }) =>
      JSON.stringify(Properties?.['StartDate'] ?? ''),
    );
    return Object.keys(Parameters).filter((one) => used.some((text) => text.includes(`{"Ref":"${one}"}`)));
  });
  expect(starts.sort()).toEqual([...startParameters].sort());
  const now = Date.parse('2026-11-20T13:00:00Z');
  const left = (start: string) => withoutPastStarts({ EveningNotBefore: start, Other: start }, now);
  expect(left('2026-11-20T13:10:00.000Z')).toMatchObject({ EveningNotBefore: '' });
  expect(left('2026-11-20T13:20:00.000Z')).toMatchObject({ EveningNotBefore: '2026-11-20T13:20:00.000Z' });
  expect(left('')).toEqual({ EveningNotBefore: '', Other: '' });
});

test.each([
  {},
  { evening: { on: false, keepRunning: true } },
  { evening: { at: '19:45', timeZone: 'Asia/Shanghai' }, idle: { on: false } },
  { disk: { sizeGb: 50 }, rootAccess: true, git: 'https://example.com/a/b.git' },
  { role: 'arn:aws:iam::111122223333:role/own', dashboard: { on: true, port: 9000 } },
  { network: 'subnet-0a1b2c3d', size: 'ml.g5.xlarge' },
])('the way back from parameters to answers loses nothing: %o', (more) => {
  const answers = NotebookAnswers.parse({
    name: 'Sales',
    size: 'ml.t3.medium',
    bucket: { choice: 'sales-data' },
    ...more,
  });
  const parameters = notebookParameters(answers, account, null);
  const back = NotebookAnswers.parse(answersOfNotebook(parameters));
  expect(notebookParameters(back, account, null)).toEqual(parameters);
  expect(back.name).toBe('Sales');
});

test('only what changes goes into the update, and each field has its word', () => {
  const made = change({ size: 'ml.g4dn.xlarge', idle: { minutes: 90 } });
  const [update] = made.changes;
  if (update?.kind !== 'stack') throw new Error('no stack');
  expect(update.template).toBeUndefined();
  expect(update.parameters).toEqual({ InstanceType: 'ml.g4dn.xlarge', IdleStopMinutes: '90' });
  expect(steps(made)).toEqual([
    'How big? “small (ml.t3.medium)” → “GPU (ml.g4dn.xlarge)”',
    'After how long without use? “60 minutes” → “90 minutes”',
  ]);
  expect(update.sentences?.map(({ note }) => note && text(note).split(':')[0])).toEqual(['Restarts', 'Kept']);
  expect(texts(made.warnings)[0]).toContain('AWS stops it and starts it again, which takes 4 to 10 minutes');
  expect(made.blockers).toEqual([]);
});

test('nothing changed, a smaller disk and another network are blocked in words', () => {
  expect(texts(change({}).blockers)).toEqual([
    'Nothing is different from how sales is now. Change an answer first.',
  ]);
  expect(texts(change({ size: 'ml.t3.medium' }).blockers)[0]).toContain('Nothing is different');
  expect(texts(change({ disk: { sizeGb: 10 } }).blockers)[0]).toContain('a disk can only grow');
  const moved = change({ network: 'subnet-0a1b2c3d' });
  expect(texts(moved.blockers)[0]).toContain('Make a new one beside it');
  expect(moved.changes[0]?.sentences?.map(({ note }) => note?.key)).toEqual(['plan.change.replace']);
});

test('a stopped notebook is not said to stop, and one that is moving has to wait', () => {
  const stopped = change({ size: 'ml.m5.xlarge' }, facts(notebook({ status: 'Stopped' })));
  expect(stopped.warnings.map(({ key }) => key)).not.toContain('plan.notebook.change.stops');
  expect(
    texts(change({ idle: { on: false } }, facts(notebook({ status: 'Updating' }))).blockers)[0],
  ).toContain('is just being changed');
});

test('an evening stop that is close is said, and one that is taken away costs', () => {
  const near = change({ evening: { at: '14:30' } });
  expect(near.warnings.map(({ key }) => key)).toContain('plan.notebook.change.near');
  const endless = change({ evening: { on: false, keepRunning: true } });
  expect(endless.warnings.map(({ key }) => key)).toContain('plan.notebook.noEnd');
  expect(endless.guards.map(({ strength }) => strength)).toEqual(['inside']);
});

test('wrong answers are named at their questions', () => {
  const wrong = (wish: object) => Object.keys(problems('notebook-change', { name: 'sales', ...wish }));
  expect(wrong({})).toEqual([]);
  expect(wrong({ evening: { on: false } })).toEqual(['evening.keepRunning']);
  expect(wrong({ bucket: { choice: 'new' } })).toEqual(['bucket.choice']);
  expect(wrong({ idle: { minutes: 5 } })).toEqual(['idle.minutes']);
  expect(wrong({ git: 'https://me:secret@example.com/x' })).toEqual(['git']);
  expect(wrong({ price: 1 })).toEqual(['price']);
  expect(Object.keys(problems('notebook-change', {}))).toEqual(['name']);
});
