/** Stacks as lines for the AWS CLI: what Millwright does with change sets, said with `aws cloudformation deploy`. */
import type { StackChange } from '../../../preload/contract/plan.ts';
import { bashWord } from './bash.ts';
import { type InputFile, line, stop, type Tell } from './script.ts';

const cloudformation = (...words: string[]) => line('aws', 'cloudformation', ...words);
const planTag = 'millwright:plan';

export const parameterFileName = ({ stackName }: StackChange) => `${stackName}.parameters.json`;

/**
 * As `deploy --parameter-overrides file://…` takes them: a list of `Name=value`. Version 1 of the AWS CLI takes no other.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy.html
 */
export function parameterFile(change: StackChange): InputFile[] {
  const list = Object.entries(change.parameters).map(([name, value]) => `${name}=${value}`);
  if (list.length === 0) return [];
  return [{ name: parameterFileName(change), text: `${JSON.stringify(list, null, 2)}\n` }];
}

/** `secrets`: parameters whose values whoever runs the script sets as variables of these names. */
export function stackLines(change: StackChange, tell: Tell, secrets: readonly string[] = []): string[] {
  switch (change.action) {
    case 'create':
      return [
        ...secrets.map((name) => `[ -n "\${${name}:-}" ] || ${stop(tell('secret', { name }))}`),
        ...notTaken(change, tell),
        deploy(change, `${change.template?.name ?? ''}.yaml`, secrets),
      ];
    case 'update':
      return updateLines(change);
    case 'delete':
      return deleteLines(change);
    case 'roll-back':
    case 'continue-roll-back':
      return rollBackLines(change);
  }
}

/** `deploy` would change a stack of this name that somebody else made. One of the same plan it only finishes. */
function notTaken({ stackName, tags }: StackChange, tell: Tell): string[] {
  const query = `Stacks[0].Tags[?Key=='${planTag}'].Value`;
  const look = cloudformation(
    'describe-stacks', '--stack-name', stackName, '--query', query, '--output', 'text',
  ); // prettier-ignore
  const taken = stop(tell('taken', { name: stackName }));
  return [
    `if plan=$(${look} 2>/dev/null); then`,
    `  [ "$plan" = ${bashWord(tags[planTag] ?? '')} ] || ${taken}`,
    'fi',
  ];
}

/** Makes the change set, executes it and waits. Parameters that are not named keep their value; no change is no error. */
function deploy(change: StackChange, template: string, secrets: readonly string[] = []): string {
  const { stackName, parameters, capabilities, tags, roleArn } = change;
  const option = (name: string, values: string[]) => (values.length === 0 ? [] : [name, ...values]);
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  // The file holds no secret; beside values of the script itself it cannot be read.
  const given = secrets.map((name) => `${name}="$${name}"`);
  const overrides =
    secrets.length > 0 ? values : values.length === 0 ? [] : [`file://${parameterFileName(change)}`];
  const words = cloudformation(
    'deploy',
    '--stack-name',
    stackName,
    '--template-file',
    template,
    ...option('--capabilities', capabilities),
    ...option(
      '--tags',
      Object.entries(tags).map(([key, value]) => `${key}=${value}`),
    ),
    ...option('--role-arn', roleArn === undefined ? [] : [roleArn]),
    '--no-fail-on-empty-changeset',
    ...(overrides.length + given.length === 0 ? [] : ['--parameter-overrides', ...overrides]),
  );
  return [words, ...given].join(' ');
}

/** `deploy` knows no drift: the change set is made, waited for and carried out one by one. */
function revertLines({ stackName, parameters, capabilities, roleArn, tags }: StackChange): string[] {
  const set = [
    '--stack-name',
    stackName,
    '--change-set-name',
    `put-back-${(tags[planTag] ?? 'x').slice(0, 8)}`,
  ];
  const make = cloudformation(
    'create-change-set', ...set, '--use-previous-template', '--deployment-mode', 'REVERT_DRIFT',
    ...Object.keys(parameters).flatMap((name, index) => [
      ...(index === 0 ? ['--parameters'] : []),
      `ParameterKey=${name},UsePreviousValue=true`,
    ]),
    '--capabilities', ...capabilities,
    ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
  ); // prettier-ignore
  return [
    make,
    cloudformation('wait', 'change-set-create-complete', ...set),
    cloudformation('execute-change-set', ...set),
    cloudformation('wait', 'stack-update-complete', '--stack-name', stackName),
  ];
}

function updateLines(change: StackChange): string[] {
  const { stackName, template } = change;
  if (change.revertDrift === true) return revertLines(change);
  if (template !== undefined) return [deploy(change, `${template.name}.yaml`)];
  const now = `${stackName}.now.yaml`;
  const get = ['get-template', '--stack-name', stackName, '--query', 'TemplateBody', '--output', 'text'];
  // The CLI ends text with a line break of its own; a template that differs from the stack's in one is another one.
  return [`printf '%s\\n' "$(${cloudformation(...get)})" > ${bashWord(now)}`, deploy(change, now)];
}

const withRole = ({ roleArn }: StackChange) => (roleArn === undefined ? [] : ['--role-arn', roleArn]);

const waitFor = (state: string, { stackName }: StackChange) =>
  cloudformation('wait', state, '--stack-name', stackName);

function deleteLines(change: StackChange): string[] {
  const ask = ['delete-stack', '--stack-name', change.stackName, ...withRole(change)];
  const wait = waitFor('stack-delete-complete', change);
  return [
    cloudformation(...ask),
    ...orLeaving(change, wait, 'DELETE_FAILED', [...ask, '--retain-resources']),
  ];
}

/**
 * RollbackStack takes nothing to skip; ContinueUpdateRollback does.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
 */
function rollBackLines(change: StackChange): string[] {
  const named = ['--stack-name', change.stackName, ...withRole(change)];
  const goOn = ['continue-update-rollback', ...named];
  const ask = change.action === 'roll-back' ? ['rollback-stack', ...named] : goOn;
  const wait = waitFor('stack-rollback-complete', change);
  return [
    cloudformation(...ask),
    ...orLeaving(change, wait, 'UPDATE_FAILED', [...goOn, '--resources-to-skip']),
  ];
}

/** Waits; what AWS refused, and the plan lets be left as it is, is passed over by a second try. */
function orLeaving(change: StackChange, wait: string, refused: string, again: string[]): string[] {
  const { keep = [], stackName } = change;
  if (keep.length === 0) return [wait];
  const query = `StackResourceSummaries[?ResourceStatus=='${refused}' && contains(\`${JSON.stringify(keep)}\`, LogicalResourceId)].LogicalResourceId`;
  const list = ['list-stack-resources', '--stack-name', stackName, '--query', query, '--output', 'text'];
  return [
    `if ! ${wait}; then`,
    `  left=$(${cloudformation(...list)})`,
    // Ids in a template are letters and digits: each is a word of its own.
    `  ${cloudformation(...again)} $left`,
    `  ${wait}`,
    'fi',
  ];
}
