/** A plan as lines for the AWS CLI, for a cloud engineer who runs it elsewhere. */
import { basename } from 'node:path';
import { say, type Language } from '../../../words/index.ts';
import type { Change, Plan, StackChange } from '../../../preload/contract/plan.ts';
import { bashComment, bashWord } from './bash.ts';

/** The CLI's name of a service where it is another than the SDK's. */
const cliServices: Record<string, string> = { s3: 's3api' };

const kebab = (operation: string) =>
  operation
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

const line = (...words: string[]) => words.map(bashWord).join(' ');
const input = (value: unknown) => ['--cli-input-json', JSON.stringify(value)];
const pairs = (record: Record<string, string>, key: string, value: string) =>
  Object.entries(record).map(([k, v]) => ({ [key]: k, [value]: v }));

export function asCliLines(plan: Plan, language: Language, timeZone: string): string {
  const now = Date.parse(plan.madeAt);
  const lines = [
    '#!/usr/bin/env bash',
    bashComment(say(language, plan.title, { timeZone, now })),
    'set -euo pipefail',
    `export AWS_REGION=${bashWord(plan.target.region)}`,
    '',
  ];
  for (const change of plan.changes) {
    lines.push(bashComment(say(language, change.says, { timeZone, now })), ...linesOf(change), '');
  }
  return lines.join('\n');
}

function linesOf(change: Change): string[] {
  switch (change.kind) {
    case 'stack':
      return stackLines(change);
    case 'upload':
      return change.files.map(({ path }) =>
        line('aws', 's3', 'cp', `./${path}`, `s3://${change.bucket}/${change.prefix}${path}`),
      );
    case 'call':
    case 'setting':
      return [
        line(
          'aws',
          cliServices[change.service] ?? change.service,
          kebab(change.operation),
          ...input(change.input),
        ),
        ...waitLines(change),
      ];
  }
}

/** Waiters of the AWS CLI for what the next line needs. */
function waitLines(change: Change): string[] {
  if (change.kind !== 'call' || change.until?.thing !== 'notebook') return [];
  const waiter: Record<string, string> = {
    InService: 'notebook-instance-in-service',
    Stopped: 'notebook-instance-stopped',
    absent: 'notebook-instance-deleted',
  };
  const name = waiter[change.until.state];
  if (name === undefined) return [];
  return [line('aws', 'sagemaker', 'wait', name, '--notebook-instance-name', change.until.name)];
}

function stackLines(change: StackChange): string[] {
  const { stackName: StackName, action, template, parameters, capabilities, tags, roleArn } = change;
  const wait = line('aws', 'cloudformation', 'wait', `stack-${action}-complete`, '--stack-name', StackName);
  const role = roleArn === undefined ? {} : { RoleARN: roleArn };
  if (action === 'delete')
    return [line('aws', 'cloudformation', 'delete-stack', ...input({ StackName, ...role })), wait];
  if (action === 'roll-back' || action === 'continue-roll-back') return rollBackLines(change, role);
  const request = {
    StackName,
    Parameters: pairs(parameters, 'ParameterKey', 'ParameterValue'),
    Capabilities: capabilities,
    Tags: pairs(tags, 'Key', 'Value'),
    ...role,
    ...(template === undefined && { UsePreviousTemplate: true }),
  };
  const body = template === undefined ? [] : ['--template-body', `file://${basename(template.name)}.yaml`];
  return [line('aws', 'cloudformation', `${action}-stack`, ...input(request), ...body), wait];
}

function rollBackLines(change: StackChange, role: object): string[] {
  const { stackName: StackName, action } = change;
  const command = action === 'roll-back' ? 'rollback-stack' : 'continue-update-rollback';
  return [
    line('aws', 'cloudformation', command, ...input({ StackName, ...role })),
    line('aws', 'cloudformation', 'wait', 'stack-rollback-complete', '--stack-name', StackName),
  ];
}
