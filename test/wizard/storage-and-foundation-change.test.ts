import { expect, test } from 'vitest';
import type { Answers } from '../../preload/contract/wizard.ts';
import { answersOfStorage } from '../../main/wizards/storage/current.ts';
import { StorageAnswers } from '../../main/wizards/storage/answers.ts';
import { bucketParameters, bucketWanted } from '../../main/wizards/storage/stack.ts';
import { foundationReady, plan, problems, steps, storageReady, text, texts } from './support.ts';

const bucket = 'sales-data';
const storage = (old: Answers, parameters: Record<string, string> = {}, more: object = {}) =>
  plan('storage-change', { name: bucket, old }, { ...storageReady(bucket, parameters), ...more });
const moves = { ToInfrequentAccessAfterDays: '30', ToGlacierAfterDays: '180' };

const foundationWith = (AlertEmail: string) => {
  const [[key, stack]] = Object.entries(foundationReady) as [[string, object]];
  return { [key]: { ...stack, planId: 'aa', parameters: { AlertEmail } } };
};
const alerts = (email: string, before: string) =>
  plan('foundation-change', { email }, foundationWith(before));

const update = ({ changes: [change] }: ReturnType<typeof plan>) => {
  if (change?.kind !== 'stack') throw new Error('no stack');
  return change;
};
const notes = (made: ReturnType<typeof plan>) => update(made).sentences?.map(({ note }) => note?.key);

test.each([
  {},
  { infrequent: true, infrequentDays: 45 },
  { glacier: true, glacierDays: 200 },
  { infrequent: true, infrequentDays: 30, glacier: true, glacierDays: 60 },
])('the way back from parameters to answers loses nothing: %o', (old) => {
  const parameters = bucketParameters(bucketWanted(StorageAnswers.parse({ name: bucket, old })));
  const back = StorageAnswers.parse(answersOfStorage(parameters));
  expect(bucketParameters(bucketWanted(back))).toEqual(parameters);
});

test('a bucket is changed in place, by what changes alone', () => {
  const made = storage({ glacier: true, glacierDays: 90 });
  expect(update(made)).toMatchObject({
    action: 'update',
    stackName: `millwright-storage-${bucket}`,
    parameters: { ToGlacierAfterDays: '90' },
    resources: [{ logicalId: 'Bucket', effect: 'update' }],
  });
  expect(update(made).template).toBeUndefined();
  expect(steps(made)).toEqual([
    'Move old files to Glacier “off” → “on”',
    'To Glacier after “180 days” → “90 days”',
  ]);
  expect(new Set(notes(made))).toEqual(new Set(['plan.change.update']));
  expect(texts(made.warnings).join()).toContain('within a day or two');
  expect(made.putBack).toEqual({
    source: 'storage-change',
    answers: {
      name: bucket,
      old: { infrequent: false, infrequentDays: 30, glacier: false, glacierDays: 180 },
    },
  });
  expect(made.blockers).toEqual([]);
});

test('days of a move that stays off change nothing, and later moves warn of nothing', () => {
  expect(texts(storage({ glacierDays: 90 }).blockers)).toEqual([
    'Nothing is different from how sales-data is now. Change an answer first.',
  ]);
  const later = storage({ glacierDays: 365 }, moves);
  expect(later.warnings.map(({ key }) => key)).toEqual(['plan.notChecked.permissions']);
  expect(later.undo.map(({ key }) => key)).not.toContain('plan.storage.change.moved');
});

test('what AWS would refuse is blocked in words', () => {
  expect(texts(storage({ glacierDays: 40 }, moves).blockers)[0]).toContain('30 days in Infrequent Access');
  const gone = { [`bucket:${bucket}`]: { exists: 'no', region: null } };
  expect(texts(storage({ glacier: true }, {}, gone).blockers)[0]).toContain(bucket);
  const none = { [`stack:millwright-storage-${bucket}`]: null };
  expect(texts(storage({ glacier: true }, {}, none).blockers)[0]).toContain(
    'Millwright did not make sales-data',
  );
});

test('who gets alerts is asked anew, and no e-mail address is lost without a word', () => {
  const first = alerts('it@example.com', '');
  expect(update(first)).toMatchObject({
    stackName: 'millwright-foundation',
    capabilities: ['CAPABILITY_NAMED_IAM'],
    parameters: { AlertEmail: 'it@example.com' },
    resources: [{ logicalId: 'AlertsByEmail', effect: 'create' }],
  });
  expect(steps(first)).toEqual(['Who gets alerts by e-mail? “nobody” → “it@example.com”']);
  expect(first.putBack).toEqual({ source: 'foundation-change', answers: { email: '' } });
  const other = alerts('b@example.com', 'a@example.com');
  expect(update(other).resources).toMatchObject([{ logicalId: 'AlertsByEmail', effect: 'replace' }]);
  expect(notes(other)).toEqual(['plan.change.anew']);
  expect(other.blockers).toEqual([]);
  expect(texts(other.warnings)[0]).toBe(
    'Alerts reach b@example.com only after a click in the e-mail that AWS sends there.',
  );
  expect(texts(other.lost ?? [])).toEqual([
    'a@example.com gets no alerts any more. To come back, it has to confirm again.',
  ]);
  const nobody = alerts('', 'a@example.com');
  expect(update(nobody).resources).toMatchObject([{ logicalId: 'AlertsByEmail', effect: 'delete' }]);
  expect(nobody.done && text(nobody.done)).toBe('Nobody gets alerts by e-mail now.');
  expect(texts(alerts('a@example.com', 'a@example.com').blockers)).toEqual([
    'Nothing is different from how the prepared account is now. Change an answer first.',
  ]);
});

test('rights that an update needs without a role are those of what it makes and takes away', () => {
  const rights = (email: string, before: string) =>
    alerts(email, before).permissions.map(({ action }) => action);
  expect(rights('b@example.com', 'a@example.com')).toEqual(
    expect.arrayContaining(['sns:Subscribe', 'sns:Unsubscribe']),
  );
  expect(rights('b@example.com', '')).not.toContain('sns:Unsubscribe');
});

test('wrong answers are named at their questions', () => {
  const wrong = (source: string, given: object) => Object.keys(problems(source, given as never));
  expect(wrong('storage-change', {})).toEqual(['name']);
  expect(wrong('storage-change', { name: bucket, old: { infrequentDays: 3 } })).toEqual([
    'old.infrequentDays',
  ]);
  expect(wrong('storage-change', { name: bucket, old: { glacierDays: 'many' } })).toEqual([
    'old.glacierDays',
  ]);
  expect(wrong('storage-change', { name: bucket, BucketName: 'other' })).toEqual(['BucketName']);
  expect(wrong('foundation-change', { email: 'nobody' })).toEqual(['email']);
  expect(wrong('foundation-change', { name: 'x' })).toEqual(['name']);
  expect(wrong('foundation-change', {})).toEqual([]);
});
