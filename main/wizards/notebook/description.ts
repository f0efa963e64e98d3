import { message } from '../../../preload/contract/message.ts';
import type { Field, WizardDescription } from '../../../preload/contract/wizard.ts';

const w = (name: string) => message(`wizard.notebook.${name}`);
const help = (...names: string[]) => names.map((n) => ({ title: w(`help.${n}`), text: w(`help.${n}.text`) }));

const field = (path: string, control: Field['control'], more: Partial<Field> = {}): Field => ({
  path,
  label: w(path),
  control,
  required: false,
  advanced: false,
  ...more,
});

/** Behind the closed "Safe defaults" line. */
const safe = { advanced: true };

export const description: WizardDescription = {
  id: 'notebook',
  goal: w('goal'),
  cardNote: w('cardNote'),
  icon: 'notebook',
  steps: [
    {
      station: 'basics',
      title: w('basics'),
      fields: [
        field('name', { type: 'text', maxLength: 63 }, { required: true, hint: w('name.hint') }),
        field('size', { type: 'cards' }, { required: true, help: help('size', 'forgotten', 'disk') }),
        field(
          'bucket.choice',
          { type: 'choose-or-create', createLabel: w('bucket.create'), namePath: 'bucket.newName' },
          { required: true, hint: w('bucket.hint'), help: help('words') },
        ),
        field(
          'disk.sizeGb',
          { type: 'number', min: 5, max: 16_384, step: 1, unit: message('wizard.unit.gb') },
          { ...safe, hint: w('disk.hint') },
        ),
        field('role', { type: 'select' }, { ...safe, hint: w('role.hint') }),
        field('network', { type: 'select' }, { ...safe, hint: w('network.hint') }),
        field('rootAccess', { type: 'toggle' }, safe),
        field('git', { type: 'text', maxLength: 1024 }, { ...safe, hint: w('git.hint') }),
        field('dashboard.on', { type: 'toggle' }, { ...safe, hint: w('dashboard.hint') }),
        field(
          'dashboard.port',
          { type: 'number', min: 1024, max: 65_535, step: 1 },
          { ...safe, when: { path: 'dashboard.on', is: [true] } },
        ),
      ],
    },
    {
      station: 'money',
      title: w('money'),
      fields: [
        field('evening.on', { type: 'toggle' }, { hint: w('evening.hint'), help: help('evening', 'idle') }),
        field(
          'evening.at',
          { type: 'time' },
          { required: true, hint: w('evening.at.hint'), when: { path: 'evening.on', is: [true] } },
        ),
        field('evening.tonight', { type: 'select' }, { when: { path: 'evening.near', is: [true] } }),
        field('evening.keepRunning', { type: 'toggle' }, { when: { path: 'evening.on', is: [false] } }),
        field('idle.on', { type: 'toggle' }, { hint: w('idle.hint') }),
        field(
          'idle.minutes',
          { type: 'number', min: 15, max: 1440, step: 5, unit: message('wizard.unit.minutes') },
          { required: true, when: { path: 'idle.on', is: [true] } },
        ),
        field(
          'evening.timeZone',
          { type: 'time-zone' },
          { ...safe, when: { path: 'evening.on', is: [true] } },
        ),
      ],
    },
  ],
};
