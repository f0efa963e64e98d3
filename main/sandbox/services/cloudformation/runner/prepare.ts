/** Before a step calls a service: properties evaluated and checked, name chosen, event written. */
import { changedProperties, replaces } from '../differences.ts';
import { checkedTemplate, desired, knownIn } from '../desired.ts';
import { invalid } from '../errors.ts';
import type { StackResource, Step } from '../model.ts';
import { generatedName } from '../resources/names.ts';
import { resourceType } from '../resources/registry.ts';
import type { ResourceType } from '../resources/types.ts';
import { stackTags } from '../tags.ts';
import { evaluate } from '../template/evaluate.ts';
import { isObject, type JsonObject, type Template } from '../template/types.ts';
import { checkProperties } from './properties.ts';
import type { StackRecord } from './stack-record.ts';
import { editStep, stepOf } from './steps.ts';

/** False: there is nothing to do, and the step is done. Throws `ValidationError` when it cannot be begun. */
export function prepare(record: StackRecord, key: string): boolean {
  const step = stepOf(record, key);
  if (!step) return false;
  editStep(record, key, (s) => (s.state = 'running'));
  switch (step.action) {
    case 'create':
      prepareCreate(record, step);
      return true;
    case 'update':
    case 'replace':
      return prepareUpdate(record, step);
    case 'restore':
      return prepareRestore(record, step);
    case 'delete':
      if (step.old) record.resourceEvent(step.old, 'DELETE_IN_PROGRESS');
      else record.setResource(step.logicalId, 'DELETE_IN_PROGRESS');
      return true;
  }
}

interface Wanted {
  type: ResourceType;
  template: Template;
  properties: JsonObject;
  tags: StackResource['tags'];
}

function wanted(record: StackRecord, logicalId: string): Wanted {
  const { stack, account } = record;
  const template = checkedTemplate(stack.source.body);
  const { scope } = desired(
    account,
    stack,
    { template, parameters: stack.source.parameters },
    knownIn(stack),
  );
  const declaration = template.resources[logicalId];
  const type = resourceType(declaration?.Type ?? '');
  if (!declaration || !type) throw invalid(`Unrecognized resource type ${declaration?.Type ?? logicalId}`);
  const found = evaluate(declaration.Properties, scope);
  const properties = isObject(found) ? found : {};
  return { type, template, properties, tags: stackTags(stack, stack.source.tags, type, logicalId) };
}

function nameFor(record: StackRecord, { type, properties }: Wanted, logicalId: string): string {
  if (!type.name) return '';
  const given = properties[type.name.property];
  if (typeof given === 'string' && given !== '') return given;
  return generatedName(type.name, record.stack.name, logicalId, (length, alphabet) =>
    record.account.newId(length, alphabet),
  );
}

/** What a resource keeps of its declaration, apart from its properties. */
function declared(record: StackRecord, logicalId: string): Omit<StackResource, 'status' | 'updatedAt'> {
  const { stack, account } = record;
  const template = checkedTemplate(stack.source.body);
  const source = { template, parameters: stack.source.parameters };
  const { active } = desired(account, stack, source, knownIn(stack));
  const declaration = template.resources[logicalId];
  if (!declaration) throw new Error(`The template of ${record.id} has no resource ${logicalId}.`);
  return {
    logicalId,
    type: declaration.Type,
    properties: {},
    attributes: {},
    tags: [],
    ...(declaration.Metadata === undefined ? {} : { metadata: declaration.Metadata }),
    deletionPolicy: declaration.DeletionPolicy,
    updateReplacePolicy: declaration.UpdateReplacePolicy,
    needs: active.get(logicalId) ?? [],
    fresh: true,
  };
}

function prepareCreate(record: StackRecord, step: Step): void {
  const { logicalId } = step;
  record.edit((draft) => {
    const at = new Date(record.now).toISOString();
    draft.resources[logicalId] = {
      ...declared(record, logicalId),
      status: 'CREATE_IN_PROGRESS',
      updatedAt: at,
    };
  });
  const want = evaluated(record, logicalId, 'CREATE_IN_PROGRESS');
  record.setResource(logicalId, 'CREATE_IN_PROGRESS', undefined, (r) => {
    r.properties = want.properties;
    r.tags = want.tags;
  });
  checkProperties(logicalId, want.type, want.properties);
  const name = nameFor(record, want, logicalId);
  record.edit((draft) => {
    const resource = draft.resources[logicalId];
    if (resource) resource.name = name;
  });
}

/** The event of the beginning comes also when the properties cannot be evaluated. */
function evaluated(record: StackRecord, logicalId: string, status: string): Wanted {
  try {
    return wanted(record, logicalId);
  } catch (error) {
    record.setResource(logicalId, status);
    throw error;
  }
}

function prepareUpdate(record: StackRecord, step: Step): boolean {
  const { logicalId } = step;
  const before = record.stack.resources[logicalId];
  if (!before) throw new Error(`The stack ${record.id} has no resource ${logicalId}.`);
  const { deletionPolicy, updateReplacePolicy, needs, metadata } = declared(record, logicalId);
  record.edit((draft) => {
    const { metadata: _, ...resource } = draft.resources[logicalId] ?? before;
    const now = { ...resource, deletionPolicy, updateReplacePolicy, needs };
    draft.resources[logicalId] = metadata === undefined ? now : { ...now, metadata };
  });
  const want = evaluated(record, logicalId, 'UPDATE_IN_PROGRESS');
  const changed = changedProperties(before, want);
  if (changed.size === 0) {
    editStep(record, step.key, (s) => (s.state = 'done'));
    return false;
  }
  checkProperties(logicalId, want.type, want.properties);
  const replace = replaces(want.type, changed, before.properties, want.properties) || !want.type.update;
  if (replace) beginReplacement(record, step, before, want);
  else record.setResource(logicalId, 'UPDATE_IN_PROGRESS');
  const name = replace ? nameFor(record, want, logicalId) : before.name;
  record.edit((draft) => {
    const resource = draft.resources[logicalId];
    const now = draft.operation?.steps[step.key];
    if (!resource || !now) return;
    now.old = structuredClone(before);
    now.changed = [...changed];
    now.action = replace ? 'replace' : 'update';
    resource.properties = want.properties;
    resource.tags = want.tags;
    if (name !== undefined) resource.name = name;
    if (!replace) return;
    delete resource.physicalId;
    resource.attributes = {};
    resource.fresh = true;
    draft.operation?.leftovers.push({ ...structuredClone(before), updateReplacePolicy });
  });
  return true;
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

function beginReplacement(
  record: StackRecord,
  step: Step,
  before: Readonly<StackResource>,
  want: Wanted,
): void {
  const { type, properties } = want;
  const property = type.name?.property ?? '';
  const given = properties[property];
  if (typeof given === 'string' && given === before.properties[property]) {
    record.setResource(step.logicalId, 'UPDATE_IN_PROGRESS');
    throw invalid(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${given} and update the stack again.`,
    );
  }
  record.setResource(step.logicalId, 'UPDATE_IN_PROGRESS', REPLACING);
}

/** Back to what was before the update. A replaced thing is still there; one that was never touched needs nothing. */
function prepareRestore(record: StackRecord, step: Step): boolean {
  record.setResource(step.logicalId, 'UPDATE_IN_PROGRESS', undefined, (r) => {
    const target = step.target;
    if (!target) return;
    r.properties = target.properties;
    r.tags = target.tags;
  });
  return true;
}
