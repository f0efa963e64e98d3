import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';

const prepared = { 'stacks.look': { made: true, health: 'ready' } };
const clean = { checkedAt: '2026-11-20T13:02:00.000Z', things: [], putBack: null };
const machine = {
  logicalId: 'Notebook',
  type: 'AWS::SageMaker::NotebookInstance',
  kind: { key: 'thing.SageMaker.NotebookInstance' },
  name: 'arn:aws:sagemaker:us-east-1:000000000000:notebook-instance/steel-forecast',
  how: 'changed',
  fields: [
    {
      path: '/InstanceType',
      name: { key: 'drift.field.InstanceType' },
      expected: 'ml.t3.medium',
      actual: 'ml.m5.xlarge',
    },
    { path: '/Other/0', name: null, expected: 'x', actual: '' },
  ],
};
const putBack = { source: 'drift-put-back', answers: { kind: 'notebook', name: 'steel-forecast' } };
const differs = { ...clean, things: [machine], putBack };
const check = { name: 'Check against AWS' };

it('asks AWS only when a person does, and says that nothing differs', async () => {
  const { user, asked } = await draw('#/settings', { ...prepared, 'stacks.checkDrift': clean });
  await screen.findByRole('link', { name: 'Change who gets alerts' });
  expect(asked('stacks.checkDrift')).toEqual([]);
  await user.click(await screen.findByRole('button', check));
  expect(await screen.findByText(/^Everything is as it was made\. Checked /)).toBeTruthy();
  expect(asked('stacks.checkDrift')).toEqual([{ kind: 'foundation', name: '' }]);
  expect(screen.getByRole('button', { name: 'Check again' })).toBeTruthy();
});

it('says what differs, as it was made and as it is, and offers both ways on', async () => {
  const { user } = await draw('#/notebooks/steel-forecast?tab=configuration', {
    'stacks.checkDrift': differs,
  });
  await user.click(await screen.findByRole('button', check));
  expect(await screen.findByText(/^One part is not as it was made/)).toBeTruthy();
  const cells = screen.getAllByRole('row').map((row) => row.textContent);
  expect(cells).toContain('Sizeml.t3.mediumml.m5.xlarge');
  expect(cells).toContain('Other/0xnone');
  const back = screen.getByRole('link', { name: 'Put it back' }).getAttribute('href') ?? '';
  expect(decodeURIComponent(back)).toBe(
    '#/plan/drift-put-back?answers={"kind":"notebook","name":"steel-forecast"}',
  );
  await user.click(screen.getByRole('button', { name: 'Leave it as it is' }));
  await waitFor(() => expect(screen.queryByText(/^One part is not/)).toBeNull());
  expect(screen.getByRole('button', check)).toBeTruthy();
});

it('tells what is gone without a way back, and what went wrong with another try', async () => {
  let calls = 0;
  const gone = { ...clean, things: [{ ...machine, how: 'gone', fields: [] }] };
  const { user } = await draw('#/notebooks/steel-forecast?tab=configuration', {
    'stacks.checkDrift': () => ((calls += 1) === 1 ? new Refusal('network.unreachable') : gone),
  });
  await user.click(await screen.findByRole('button', check));
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/^It is gone\./)).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Put it back' })).toBeNull();
});

it('is not offered where Millwright made nothing', async () => {
  await draw('#/settings');
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  await waitFor(() => expect(screen.queryByRole('button', check)).toBeNull());
});
