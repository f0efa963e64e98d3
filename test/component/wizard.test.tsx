import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { notebookChange } from '../../main/operations/notebook-change.ts';
import { answersOfNotebook } from '../../main/wizards/notebook/current.ts';
import { notebook, notebookStack, plan as planWith } from '../wizard/support.ts';
import { draw } from './draw.tsx';
import { notebookAnswers, planOf, receiptOf, taskOf } from './fixtures.ts';

const next = /^Next: /;

describe('the notebook wizard', () => {
  it('opens at the first station that asks something, with the sizes and their prices', async () => {
    await draw('#/start/notebook');
    expect(await screen.findByRole('textbox', { name: 'What shall it be called?' })).toBeTruthy();
    const cards = await screen.findAllByRole('radio');
    expect(cards.length).toBe(4);
    expect(screen.getByText('$0.05')).toBeTruthy();
    expect(screen.getAllByLabelText('Price not known').length).toBeGreaterThan(0);
  });

  it('shows what is missing when Next is pressed, at the question, and puts the focus there', async () => {
    const { user } = await draw('#/start/notebook');
    const name = await screen.findByRole('textbox', { name: 'What shall it be called?' });
    await user.click(screen.getByRole('button', { name: next }));
    await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'));
    await waitFor(() => expect(document.activeElement).toBe(name));
    const question = name.closest<HTMLElement>('[data-path]');
    expect(question?.dataset['path']).toBe('name');
    await user.type(name, 'sales-forecast');
    await waitFor(() => expect(name.getAttribute('aria-invalid')).not.toBe('true'));
  });

  it('keeps every answer as a draft', async () => {
    const { user, asked } = await draw('#/start/notebook');
    await user.type(await screen.findByRole('textbox', { name: 'What shall it be called?' }), 'abc');
    await waitFor(() =>
      expect(asked('wizards.keep').at(-1)).toMatchObject({
        id: 'notebook',
        answers: { name: 'abc' },
        station: 'basics',
      }),
    );
  });

  it('comes to the review by two presses of Next when all could be checked', async () => {
    const { user } = await draw('#/start/notebook');
    await user.type(
      await screen.findByRole('textbox', { name: 'What shall it be called?' }),
      'sales-forecast',
    );
    await user.click(screen.getByRole('button', { name: next }));
    await user.click(await screen.findByRole('button', { name: 'Next: pre-flight check' }));
    expect(await screen.findByRole('button', { name: 'Start' })).toBeTruthy();
    expect(screen.getByText('An hour, while it runs')).toBeTruthy();
  });

  it('stays at the pre-flight check when a right could not be checked, and says so', async () => {
    const { user } = await draw('#/start/notebook', {
      'plans.make': async () => {
        const plan = await planOf('notebook', notebookAnswers);
        return { ...plan, permissions: [{ action: 'iam:PassRole', resource: '*', answer: 'unknown' }] };
      },
    });
    await user.type(
      await screen.findByRole('textbox', { name: 'What shall it be called?' }),
      'sales-forecast',
    );
    await user.click(screen.getByRole('button', { name: next }));
    await user.click(await screen.findByRole('button', { name: 'Next: pre-flight check' }));
    expect(await screen.findByText('One right could not be checked.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Next: review' }));
    expect(await screen.findByRole('button', { name: 'Start' })).toBeTruthy();
  });

  it('asks for missing prices by itself, and stays silent where they cannot be had', async () => {
    const { asked } = await draw('#/start/notebook');
    await screen.findByRole('textbox', { name: 'What shall it be called?' });
    await waitFor(() => expect(asked('wizards.lookUpPrices')).toHaveLength(1));
    expect(await screen.findByRole('button', { name: 'Look up the 2 missing prices' })).toBeTruthy();
    expect(screen.queryByText('No account is chosen.')).toBeNull();
  });

  it('shows the prices that were found without a press', async () => {
    const price = { hour: 0.23, day: 5.52, month: 167.9 };
    const option = (value: string) => ({ value, label: { key: 'wizard.notebook.size.medium' }, price });
    await draw('#/start/notebook', {
      'wizards.lookUpPrices': {
        options: { size: [option('ml.t3.medium'), option('ml.m5.xlarge')] },
        pricesAsOf: '2026-11-20',
        pricesMissing: 0,
        found: 2,
        missing: 0,
      },
    });
    expect((await screen.findAllByText('$0.23')).length).toBe(2);
    expect(screen.queryByRole('button', { name: /Look up/ })).toBeNull();
  });
});

describe('from Start to the receipt', () => {
  it('applies only with the ticket of the confirmation page, then follows the task to the receipt', async () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null);
    const plan = await planOf('notebook', notebookAnswers);
    const { user, asked, emit, answers } = await draw('#/start/notebook', { 'plans.make': plan });
    answers['plans.get'] = {
      plan,
      summary: { ...pick(plan), state: 'applying', review: null },
    };
    await user.type(
      await screen.findByRole('textbox', { name: 'What shall it be called?' }),
      'sales-forecast',
    );
    await user.click(screen.getByRole('button', { name: next }));
    await user.click(await screen.findByRole('button', { name: 'Next: pre-flight check' }));
    await user.click(await screen.findByRole('button', { name: 'Start' }));
    await waitFor(() =>
      expect(opened).toHaveBeenCalledWith(
        'http://127.0.0.1:1/confirm/z',
        '_blank',
        expect.stringContaining('noopener'),
      ),
    );
    expect(await screen.findByText('Waiting for your yes on the confirmation page')).toBeTruthy();
    expect(asked('plans.apply')).toEqual([]);

    emit({ type: 'consent', consentId: 'another', outcome: 'given', ticket: 'stolen' });
    expect(asked('plans.apply')).toEqual([]);

    answers['tasks.list'] = [taskOf(plan)];
    emit({ type: 'consent', consentId: 'consent-1', outcome: 'given', ticket: 'ticket-1' });
    await waitFor(() =>
      expect(asked('plans.apply')).toEqual([{ id: plan.id, digest: plan.digest, ticket: 'ticket-1' }]),
    );
    expect(await screen.findByRole('button', { name: 'Cancel and remove' })).toBeTruthy();

    answers['plans.receipt'] = receiptOf(plan);
    emit({ type: 'task', task: taskOf(plan, 'succeeded') });
    expect(await screen.findByRole('button', { name: 'Open JupyterLab' })).toBeTruthy();
    expect(
      await screen.findByText(
        /^The notebook is ready\. It costs \$0\.05 an hour and stops itself .* at 19:00\.$/,
      ),
    ).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'See the receipt' }));
    expect(await screen.findByText('Actual, measured')).toBeTruthy();
  });

  it('says that nothing was started when the answer was no', async () => {
    vi.spyOn(window, 'open').mockReturnValue(null);
    const { user, emit, asked } = await draw(
      '#/plan/notebook-stop?answers=%7B%22name%22%3A%22steel-forecast%22%7D',
    );
    await user.click(await screen.findByRole('button', { name: 'Stop the notebook' }));
    await screen.findByText('Waiting for your yes on the confirmation page');
    emit({ type: 'consent', consentId: 'consent-1', outcome: 'refused', ticket: null });
    expect(await screen.findByText('You said no. Nothing was started.')).toBeTruthy();
    expect(asked('plans.apply')).toEqual([]);
  });
});

describe('the review', () => {
  it('shows an unknown price as "?" and never as 0', async () => {
    const plan = await planOf('notebook', notebookAnswers);
    const unknown = {
      ...plan,
      cost: {
        ...plan.cost,
        lines: plan.cost.lines.map((line) => ({ ...line, unitPrice: null })),
        perHour: { usd: 0, unknown: ['sagemaker:notebook:ml.t3.medium'] },
        worstMonth: { usd: 36.5, unknown: ['sagemaker:notebook-volume'] },
      },
    };
    await draw('#/plan/notebook?answers=%7B%7D', { 'plans.make': unknown });
    const label = await screen.findByText('An hour, while it runs');
    const line = label.closest<HTMLElement>('.mw-leader');
    if (line === null) throw new Error('no line');
    expect(within(line).getByLabelText('Price not known')).toBeTruthy();
    expect(line.textContent).not.toContain('$0');
    expect(screen.getByText('$36.50 + ?')).toBeTruthy();
  });

  it('shows the sentences in their order, and the same plan in technical form', async () => {
    const { user } = await draw('#/plan/notebook?answers=%7B%7D', {
      'plans.make': await planOf('notebook', notebookAnswers),
    });
    await screen.findByText('How it ends');
    const sentences = document.querySelectorAll('.mw-sentences > li');
    expect(sentences.length).toBeGreaterThanOrEqual(3);
    await user.click(screen.getByText('Technical form'));
    expect(screen.getByRole('tab', { name: 'JSON' })).toBeTruthy();
  });
});

const pick = ({ id, digest, title, source, madeAt }: Awaited<ReturnType<typeof planOf>>) => ({
  id,
  digest,
  title,
  source,
  madeAt,
});

describe('a change of a notebook', () => {
  const stack = notebookStack({ InstanceType: 'ml.t3.medium', VolumeSizeInGB: '20', IdleStopMinutes: '60' });
  const session = {
    description: notebookChange.description,
    answers: answersOfNotebook(stack.parameters),
    station: 'goal',
    options: {},
    optionsMissing: {},
    pricesAsOf: null,
    pricesMissing: 0,
  };
  const facts = { 'notebook:sales': notebook(), 'stack:millwright-notebook-sales': stack };
  const address = '#/start/notebook-change?of=sales';

  it('asks the same questions with the present values, keeps nothing, and shows before and after', async () => {
    const made = planWith('notebook-change', { name: 'sales', idle: { minutes: 90 } }, facts);
    const { user, asked } = await draw(address, {
      'wizards.open': session,
      'wizards.check': { problems: [], summaries: {} },
      'plans.make': made,
    });
    await user.click(await screen.findByRole('button', { name: next }));
    expect(asked('wizards.open')).toEqual([{ id: 'notebook-change', of: 'sales' }]);
    expect(screen.queryByRole('textbox', { name: /What shall it be called/ })).toBeNull();
    const minutes = await screen.findByDisplayValue('60');
    await user.clear(minutes);
    await user.type(minutes, '90');
    await user.click(screen.getByRole('button', { name: next }));
    if (screen.queryByRole('button', { name: 'Next: review' }) !== null)
      await user.click(screen.getByRole('button', { name: 'Next: review' }));
    expect(asked('plans.make').at(-1)).toMatchObject({
      source: 'notebook-change',
      answers: { name: 'sales', size: 'ml.t3.medium', idle: { minutes: 90 } },
    });
    expect(await screen.findByText(/“60 minutes” → “90 minutes”/)).toBeTruthy();
    expect(screen.getByText('Kept: it goes on while this changes.')).toBeTruthy();
    expect(asked('wizards.keep')).toEqual([]);
  });

  it('is put back from its receipt', async () => {
    const made = planWith('notebook-change', { name: 'sales', idle: { minutes: 90 } }, facts);
    const receipt = { ...receiptOf(made), putBack: made.putBack };
    await draw('#/activity/receipt-1', { 'plans.receipt': receipt });
    const link = await screen.findByRole('link', { name: 'Put it back' });
    expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe(
      '#/plan/notebook-change?answers={"name":"sales","idle":{"on":true,"minutes":60}}',
    );
  });
});
