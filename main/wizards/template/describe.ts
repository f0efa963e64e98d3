/** The questions of a template: its file, its name, its parameters, and what must be typed where it is dangerous. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { Answers, Field, Option, WizardDescription } from '../../../preload/contract/wizard.ts';
import type { NetworkFact } from '../../plans/facts/networks.ts';
import { mostTemplateBytes } from '../../plans/template-text.ts';
import type { Facts } from '../../plans/source.ts';
import { dangersIn } from './dangers.ts';
import { isList, isNumber, mostInValue, type OwnParameter } from './declared.ts';
import { foreignText } from './foreign-text.ts';
import { ownTemplateOf, type OwnTemplate } from './own-template.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.template.${name}`, params);
/** Words of the template itself, in its own language. */
const own = (text: string) => w('own', { text });
const help = (name: string) => ({ title: w(`help.${name}`), text: w(`help.${name}.text`) });

const subnetType = 'AWS::EC2::Subnet::Id';
const networksIn = (facts: Facts | undefined) => facts?.value<NetworkFact[]>('networks') ?? [];

/** Without a file only the first questions are known. */
export function describeTemplate(answers: Answers, facts?: Facts): WizardDescription {
  const template = ownTemplateOf(answers['body']);
  const rest = template === undefined ? [] : fieldsOf(template, facts);
  return {
    id: 'template',
    goal: w('goal'),
    cardNote: w('cardNote'),
    icon: 'template',
    steps: [{ station: 'basics', title: w('basics'), fields: [fileField(template), nameField, ...rest] }],
  };
}

const fileField = (template: OwnTemplate | undefined): Field => ({
  path: 'body',
  label: w('body'),
  hint: template === undefined || template.description === '' ? w('body.hint') : own(template.description),
  control: {
    type: 'file',
    namePath: 'file',
    accept: '.yaml,.yml,.json,.template',
    maxBytes: mostTemplateBytes,
  },
  required: true,
  advanced: false,
  help: [help('file'), help('safe')],
});

const nameField: Field = {
  path: 'name',
  label: w('name'),
  hint: w('name.hint'),
  control: { type: 'text', maxLength: 60 },
  required: true,
  advanced: false,
  help: [help('name')],
};

function fieldsOf(template: OwnTemplate, facts: Facts | undefined): Field[] {
  const dangers = dangersIn(template);
  return [
    ...template.parameters.filter(({ noEcho }) => !noEcho).map((one) => parameterField(one, facts)),
    ...(dangers.length === 0 ? [] : [confirmField(dangers)]),
  ];
}

const confirmField = (dangers: Message[]): Field => ({
  path: 'confirm',
  label: w('confirm'),
  hint: w('confirm.hint'),
  control: { type: 'text', maxLength: 60 },
  required: true,
  advanced: false,
  dangers,
  help: [help('confirm')],
});

function parameterField(declared: OwnParameter, facts: Facts | undefined): Field {
  const { name, label, description, group } = declared;
  const hint = description === '' ? (isList(declared) ? w('list.hint') : undefined) : own(description);
  return {
    path: `parameters.${name}`,
    label: own(label),
    ...(hint !== undefined && { hint }),
    ...(group !== '' && { group: own(group) }),
    control: controlOf(declared, facts),
    required: declared.default === undefined,
    advanced: declared.default !== undefined,
    help: [{ title: w('help.parameter', { name }), text: w('help.parameter.text', { type: declared.type }) }],
  };
}

function controlOf(declared: OwnParameter, facts: Facts | undefined): Field['control'] {
  const { type, allowed, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, maxLength } = declared;
  if (allowed !== undefined && !isList(declared)) return { type: 'select' };
  if (type === subnetType && networksIn(facts).length > 0) return { type: 'select' };
  if (isNumber(declared)) return { type: 'number', min, max, step: 1 };
  return { type: 'text', maxLength: Math.min(maxLength ?? mostInValue, mostInValue) };
}

/** Choices by path. */
export function optionsIn(answers: Answers, facts: Facts): Record<string, Option[]> {
  const choices = (ownTemplateOf(answers['body'])?.parameters ?? []).flatMap((one): [string, Option[]][] => {
    if (one.noEcho) return [];
    if (one.allowed !== undefined && !isList(one))
      return [[one.name, one.allowed.map((value) => ({ value, label: own(foreignText(value, 200)) }))]];
    if (one.type !== subnetType) return [];
    return [[one.name, networksIn(facts).map(subnet)]];
  });
  return Object.fromEntries(choices.map(([name, options]) => [`parameters.${name}`, options]));
}

const subnet = ({ id, zone, name, defaultNetwork }: NetworkFact): Option => ({
  value: id,
  label: message(defaultNetwork ? 'wizard.notebook.network.ofDefault' : 'wizard.notebook.network.ofOwn', {
    zone,
    name,
  }),
  code: id,
});

/** Facts that choices rest on. */
export function optionFactsOf(answers: Answers): string[] {
  const template = ownTemplateOf(answers['body']);
  return template?.parameters.some(({ type, noEcho }) => type === subnetType && !noEcho) === true
    ? ['networks']
    : [];
}

/** The closed line names each value that the template has set itself. */
export function summariesIn(answers: Answers): Record<string, Message> {
  const values = answers['parameters'];
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return {};
  return Object.fromEntries(
    (ownTemplateOf(answers['body'])?.parameters ?? []).flatMap(({ name, label }) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (typeof value !== 'string' && typeof value !== 'number') return [];
      return [[`parameters.${name}`, w('value', { label, value: foreignText(String(value), 60) })]];
    }),
  );
}

/** Answers to the questions that this template asks: its own values where nothing was typed, and none of another one. */
export function fittedTo(answers: Answers): Answers {
  const template = ownTemplateOf(answers['body']);
  if (template === undefined) return answers;
  const given = answers['parameters'];
  const values = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  const parameters = template.parameters
    .filter(({ noEcho }) => !noEcho)
    .flatMap((one): [string, Answers[string]][] => {
      const value = Object.hasOwn(values, one.name) ? values[one.name] : one.default;
      if (value === undefined) return [];
      const number =
        isNumber(one) &&
        one.allowed === undefined &&
        typeof value === 'string' &&
        String(Number(value)) === value;
      return [[one.name, number ? Number(value) : value]];
    });
  return { ...answers, parameters: Object.fromEntries(parameters) };
}

/** Another file was picked: what was typed to allow the one before allows nothing. */
export function picked(answers: Answers): Answers {
  const { file, name } = answers;
  const word = typeof file === 'string' ? wordOf(file) : '';
  return { ...fittedTo(answers), confirm: '', ...((name === '' || name === undefined) && { name: word }) };
}

const wordOf = (file: string) =>
  file
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
