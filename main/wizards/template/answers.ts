/** Answers of the template wizard: the template itself, the name of its stack, and a value for each of its parameters. */
import { z } from 'zod';
import { message, type Message, type MessageValue } from '../../../preload/contract/message.ts';
import { BadTemplate } from '../../plans/template-text.ts';
import { brokenRule, mostInValue, type OwnParameter } from './declared.ts';
import { readOwnTemplate, type OwnTemplate } from './own-template.ts';

const problem = (name: string) => `wizard.template.problem.${name}`;

/** So long that the stack's whole name fits: 128 characters, https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html */
const isStackWord = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9-]{0,49}$/.test(name) && !name.includes('--') && !name.endsWith('-');

const value = z.union([z.string().max(mostInValue), z.number()], problem('value'));

export const TemplateAnswers = z
  .strictObject({
    /** Text of the template, YAML or JSON. */
    body: z.string().min(1, problem('noFile')),
    /** Name of the file that it came from; for people only. */
    file: z.string().max(255).default(''),
    name: z.string().max(100).refine(isStackWord, problem('name')),
    /** By the name of the parameter; what is left out takes the template's own value. Secrets are never among them. */
    parameters: z.record(z.string(), value).prefault({}),
    /** The name once more, typed, where the template does more than make plain things. */
    confirm: z.string().max(200).default(''),
  })
  .superRefine((answers, context) => {
    const refuse = (path: string[], message: string, params: Record<string, MessageValue> = {}) =>
      context.addIssue({ code: 'custom', path, message, params });
    let template: OwnTemplate;
    try {
      template = readOwnTemplate(answers.body);
    } catch (error) {
      if (!(error instanceof BadTemplate)) throw error;
      refuse(['body'], `wizard.template.bad.${error.reason}`, error.params);
      return;
    }
    const known = new Set(template.parameters.map(({ name }) => name));
    for (const name of Object.keys(answers.parameters))
      if (!known.has(name)) refuse(['parameters', name], problem('unknown'));
    for (const declared of template.parameters) {
      const path = ['parameters', declared.name];
      const given = Object.hasOwn(answers.parameters, declared.name)
        ? answers.parameters[declared.name]
        : undefined;
      if (declared.noEcho) {
        if (given !== undefined) refuse(path, problem('secret'));
        continue;
      }
      if (given === undefined || (given === '' && declared.default === undefined)) {
        if (given === '' || declared.default === undefined) refuse(path, 'plan.problem.missing');
        continue;
      }
      const broken = brokenBy(String(given), declared);
      if (broken !== undefined) refuse(path, broken.key, broken.params);
    }
  });
export type TemplateAnswers = z.infer<typeof TemplateAnswers>;

function brokenBy(given: string, declared: OwnParameter) {
  const broken = brokenRule(given, declared);
  if (broken === undefined) return undefined;
  return declared.rule === undefined
    ? { key: problem(`rule.${broken.rule}`), params: { n: broken.n ?? 0 } }
    : { key: problem('rule'), params: { rule: declared.rule } };
}

/** What is wrong with a secret that was typed. */
export function secretProblem({ body }: TemplateAnswers, name: string, given: string): Message | undefined {
  const declared = readOwnTemplate(body).parameters.find((one) => one.name === name && one.noEcho);
  const broken = declared === undefined ? undefined : brokenBy(given, declared);
  if (declared === undefined || broken === undefined) return undefined;
  return message(broken.key, { field: declared.label, ...broken.params });
}

/** Whether nothing stands between the person and AWS any more: there is no danger, or its stack's name was typed. */
export const isConfirmed = ({ name, confirm }: TemplateAnswers, dangers: readonly unknown[]): boolean =>
  dangers.length === 0 || (name !== '' && confirm === name);

/** Values by parameter as they go to AWS; secrets and what takes the template's own value are left out. */
export const valuesOf = ({ parameters }: TemplateAnswers): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, String(one)]));
