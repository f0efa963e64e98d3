import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../main/sandbox/faults/kinds.ts';
import { languages, words } from '../../words/index.ts';
import { draw } from './draw.tsx';

const on = {
  id: 'f1',
  fault: 'F1',
  service: 'sagemaker',
  operation: 'ListTags',
  when: 'before',
  via: 'wire',
  times: 3,
  met: 2,
};
const known = {
  kinds: faultKinds,
  switches: [on],
  services: [
    { service: 'cloudformation', title: 'CloudFormation', operations: ['CreateChangeSet', 'DeleteStack'] },
    { service: 'sagemaker', title: 'SageMaker', operations: ['CreateNotebookInstance', 'ListTags'] },
  ],
};
const clock = { now: '2026-11-20T13:02:00.000Z', mode: 'real', speed: 1 };
const answers = {
  'sandbox.faults': known,
  'sandbox.clock': clock,
  'sandbox.jobFates': { machines: [], chosen: [] },
};

describe('the Faults page', () => {
  it('has a word for each of the 34 faults and for each class, in every language', () => {
    expect(faultKinds).toHaveLength(34);
    for (const language of languages)
      for (const { id, class: one } of faultKinds) {
        expect(words[language][`fault.${id}`]).toMatch(/\S/);
        expect(words[language][`fault.class.${one}`]).toMatch(/\S/);
      }
  });

  it('says what is on and how often it was met, and switches it off', async () => {
    const { user, asked } = await draw('#/faults', { ...answers, 'sandbox.switchOff': {} });
    expect(await screen.findByText('Met 2 of 3 times.')).toBeTruthy();
    expect(screen.getAllByRole('radio', { name: /^F\d+/ })).toHaveLength(34);
    await user.click(screen.getByRole('button', { name: 'Switch F1 off' }));
    await waitFor(() => expect(asked('sandbox.switchOff')).toEqual([{ id: 'f1' }]));
  });

  it('switches one on at every call of Millwright, once, unless told otherwise', async () => {
    const { user, asked } = await draw('#/faults', { ...answers, 'sandbox.switchOn': on });
    await user.click(await screen.findByRole('radio', { name: /^F11/ }));
    await user.click(screen.getByRole('button', { name: 'until switched off' }));
    await user.click(screen.getByRole('button', { name: 'Switch F11 on' }));
    await waitFor(() =>
      expect(asked('sandbox.switchOn')).toEqual([
        { fault: 'F11', service: null, operation: null, when: 'before', via: 'wire', times: null },
      ]),
    );
  });

  it('does not offer what happens before the account is reached', async () => {
    await draw('#/faults', answers);
    const radio = await screen.findByRole('radio', { name: /^F16/ });
    expect(radio).toHaveProperty('disabled', true);
  });

  it('moves the clock of the account', async () => {
    const later = { ...clock, now: '2026-11-20T14:02:00.000Z' };
    const { user, asked } = await draw('#/faults', { ...answers, 'sandbox.advance': later });
    await user.click(await screen.findByRole('button', { name: 'One hour on' }));
    await waitFor(() => expect(asked('sandbox.advance')).toEqual([{ seconds: 3600 }]));
  });

  it('keeps the focus with what is on when a fault was switched off', async () => {
    let switches = [on];
    const { user } = await draw('#/faults', {
      ...answers,
      'sandbox.faults': () => ({ ...known, switches }),
      'sandbox.switchOff': () => {
        switches = [];
        return {};
      },
    });
    const off = await screen.findByRole('button', { name: 'Switch F1 off' });
    off.focus();
    await user.keyboard('{Enter}');
    const none = await screen.findByText('Nothing is switched on');
    await waitFor(() => expect(document.activeElement?.contains(none)).toBe(true));
    expect(document.activeElement).not.toBe(document.body);
  });

  it('lets the clock of the account run faster', async () => {
    let speed = 1;
    const { user, asked } = await draw('#/faults', {
      ...answers,
      'sandbox.clock': () => ({ ...clock, speed }),
      'sandbox.advance': (to: { speed: number }) => {
        ({ speed } = to);
        return { ...clock, speed };
      },
    });
    await user.click(await screen.findByRole('button', { name: '60×' }));
    await waitFor(() => expect(asked('sandbox.advance')).toEqual([{ seconds: 0, speed: 60 }]));
    expect(await screen.findByText('60 times as fast as yours')).toBeTruthy();
  });

  it('is not there in a real account', async () => {
    const real = {
      id: 'environment',
      kind: 'environment',
      name: 'environment',
      region: 'eu-west-1',
      regions: ['eu-west-1'],
      state: 'ready',
      accountId: '111122223333',
      caller: null,
      expiresAt: null,
      error: null,
    };
    await draw('#/faults', { 'connections.list': { connections: [real], currentId: 'environment' } });
    expect(await screen.findByText(/another account is in use/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Faults' })).toBeNull();
  });
});
