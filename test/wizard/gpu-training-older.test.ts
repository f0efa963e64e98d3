/** A training in an account that an older Millwright prepared: what its plan brings up to date, and for whom. */
import { expect, test } from 'vitest';
import { permissionKey } from '../../main/plans/facts/permissions.ts';
import { permissionsFact } from '../../main/plans/build.ts';
import { shows } from '../status/shows.ts';
import { train } from './gpu-training-support.ts';
import { foundationReady, text, texts } from './support.ts';

const template = 'template:millwright-foundation';
const now = foundationReady[template];
const role = now['StackRole'];
if (role === undefined) throw new Error('The foundation has no role for stacks.');
const { StackRole: _, ...withoutRole } = now;
const older = { type: role.type, sha256: '0'.repeat(64) };

test('an account as this Millwright prepares it has nothing to bring up to date', () => {
  expect(train().changes.map(({ id }) => id)).not.toContain('foundation');
});

test.each([
  ['a thing that reads otherwise', { ...now, StackRole: older }, ['StackRole update']],
  ['a thing that was not there', withoutRole, ['StackRole create']],
  ['a thing that is there no more', { ...now, Old: { type: 'AWS::SNS::Topic', sha256: '' } }, ['Old delete']],
])('%s is brought up to date before everything else' + shows('done-when:4.3/rights'), (_, things, wanted) => {
  const plan = train({}, { [template]: things });
  const [update] = plan.changes;
  if (update?.kind !== 'stack') throw new Error('The plan begins with no stack.');
  expect(update).toMatchObject({
    id: 'foundation',
    action: 'update',
    capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  // With the person's own rights: the role would give rights to itself.
  expect(update.roleArn).toBeUndefined();
  expect(update.resources.map(({ logicalId, effect }) => `${logicalId} ${effect}`)).toEqual(wanted);
  expect(text(update.says)).toMatch(/^Bring the prepared account in .* up to date/);
  expect(plan.blockers).toEqual([]);
});

test('one that somebody else made is left alone, and one that cannot be read is named as not checked', () => {
  const stack = { ...foundationReady['stack:millwright-foundation'], planId: null };
  const foreign = train({}, { 'stack:millwright-foundation': stack, [template]: withoutRole });
  expect(foreign.changes.map(({ id }) => id)).not.toContain('foundation');
  const unread = train({}, { [template]: undefined });
  expect(unread.changes.map(({ id }) => id)).not.toContain('foundation');
  expect(texts(unread.warnings)).toContain('Not checked: whether the prepared account is up to date.');
});

test('whoever may not is told so, and whom to ask', () => {
  const open = train({}, { [template]: { ...now, StackRole: older } });
  const answers = Object.fromEntries(
    open.permissions.map((need) => [permissionKey(need), need.action === 'iam:PutRolePolicy' ? 'no' : 'yes']),
  );
  const plan = train({}, { [template]: { ...now, StackRole: older }, [permissionsFact]: answers });
  expect(texts(plan.blockers)).toEqual([
    'An older Millwright prepared this account, and you may not bring it up to date: iam:PutRolePolicy. Save this plan and send it to your administrator.',
  ]);
});
