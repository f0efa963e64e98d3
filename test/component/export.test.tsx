import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from './draw.tsx';
import { Refusal } from './fake-api.ts';
import { notebookAnswers, planOf, summaryOf } from './fixtures.ts';

const plan = await planOf('notebook', notebookAnswers);
const summary = summaryOf(plan);
const here = { 'plans.get': { plan, summary }, 'plans.list': [summary] };

/** Names of what was handed to the browser. */
let saved: string[] = [];
beforeEach(() => {
  saved = [];
  URL.createObjectURL = () => 'blob:here';
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('the plan in other forms', () => {
  it.each([
    ['CloudFormation template and parameters', 'cloudformation'],
    ['Lines for the AWS CLI', 'cli'],
    ['Page to read', 'html'],
  ])('%s is saved as one file', async (item, to) => {
    const files = to === 'html' ? ['plan.html'] : ['deploy.sh', 'notebook.yaml'];
    const { user, asked } = await draw(`#/plans/${plan.id}`, {
      ...here,
      'plans.exportAs': { files: files.map((name) => ({ name, text: name })) },
    });
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: item }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(asked('plans.exportAs')).toEqual([{ id: plan.id, to }]);
    expect(saved[0]).toBe(to === 'html' ? 'plan.html' : `plan-${plan.digest.slice(0, 8)}-${to}.zip`);
  });

  it('says why there is no template instead of saving one', async () => {
    const { user } = await draw(`#/plans/${plan.id}`, {
      ...here,
      'plans.exportAs': new Refusal('plan.noTemplate'),
    });
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'CloudFormation template and parameters' }));
    expect(
      await screen.findByText(/^Not all that this plan does can be said in a CloudFormation template/),
    ).toBeTruthy();
    expect(screen.getByText('Save it as command lines: they do all of it.')).toBeTruthy();
    expect(saved).toEqual([]);
  });

  it('is printed by the browser', async () => {
    const print = vi.fn();
    window.print = print;
    const { user } = await draw(`#/plans/${plan.id}`, here);
    await user.click(await screen.findByRole('button', { name: 'Print' }));
    expect(print).toHaveBeenCalledOnce();
  });
});
