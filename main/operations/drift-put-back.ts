import { StackOf, type Drifted } from '../../preload/contract/domains/stacks.ts';
import { message, type Message, type MessageValue } from '../../preload/contract/message.ts';
import type { PlannedResource, StackChange } from '../../preload/contract/plan.ts';
import { driftField, kindOf, propertyOf, stackNameOf } from '../plans/drift-words.ts';
import type { DriftFact } from '../plans/facts/drift.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import type { Facts, PlanSource } from '../plans/source.ts';
import { loadTemplate } from '../plans/templates.ts';
import { allParameters } from '../plans/template-values.ts';
import { fieldEffect, worst } from '../plans/update-effects.ts';
import { operationDraft } from './drafts.ts';
import { diskLine, knownNotebook, machineLine, statusBlockers } from './notebook-facts.ts';

const keys = (of: StackOf) => ({ stack: `stack:${stackNameOf(of)}`, drift: `drift:${stackNameOf(of)}` });

const called = ({ kind, name }: StackOf): MessageValue =>
  kind === 'foundation' ? { message: message('plan.foundation.change.called') } : name;

/** Puts back what somebody changed elsewhere: an update of the stack to what it is already, compared with how it is. */
export const driftPutBack: PlanSource<StackOf> = {
  id: 'drift-put-back',
  answers: StackOf.extend({ name: StackOf.shape.name.default('') }),
  facts: (of) => [
    { key: keys(of).stack, decisive: true },
    { key: keys(of).drift, decisive: true },
    ...(of.kind === 'notebook' ? [{ key: `notebook:${of.name}`, decisive: true }] : []),
  ],
  draft(of, facts, context) {
    const name = called(of);
    const stack = facts.value<StackFact | null>(keys(of).stack);
    const drift = facts.value<DriftFact>(keys(of).drift) ?? [];
    const changed = drift.filter(({ how }) => how === 'changed');
    const gone = drift.filter(({ how }) => how === 'gone');
    const title = message('plan.drift.title', { name });
    const resources = changed.map(resourceOf);
    const known = of.kind === 'notebook' ? asMade(of.name, stack, facts) : undefined;
    const runs = known?.notebook?.status === 'InService';
    const restarts = resources.some(({ effect }) => effect === 'restart');
    const change = stack?.planId == null ? undefined : changeOf(of, stack, title, changed, resources);
    return operationDraft(title, {
      press: message('plan.drift.press'),
      done: message('plan.drift.done', { name }),
      changes: change === undefined || changed.length === 0 ? [] : [change],
      costLines: known ? [...(runs ? machineLine(known, context) : []), ...diskLine(known, context)] : [],
      ...(runs && { hours: { today: null, month: null, endsAt: null } }),
      warnings: [
        message('plan.drift.others'),
        ...(runs && restarts ? [message('plan.notebook.change.stops', { name: of.name })] : []),
      ],
      blockers: [
        ...(stack?.planId == null
          ? [message('plan.change.foreign', { name })]
          : stack.health === 'ready'
            ? []
            : [message(`plan.stack.${stack.health}`, { name })]),
        ...(known ? statusBlockers(known, ['InService', 'Stopped'], 'change') : []),
        ...(changed.length + gone.length === 0 ? [message('plan.drift.nothing', { name })] : []),
        ...gone.map(goneOf),
      ],
      undo: [message('plan.drift.undo')],
    });
  },
};

/** The notebook with the size and disk that its stack gives it. */
function asMade(name: string, stack: StackFact | null | undefined, facts: Facts) {
  const known = knownNotebook(name, facts);
  if (!known.notebook || !stack) return known;
  const all = allParameters(loadTemplate('notebook').document, stack.parameters);
  const { InstanceType: instanceType = known.notebook.instanceType, VolumeSizeInGB: gb } = all;
  return { ...known, notebook: { ...known.notebook, instanceType, volumeGb: Number(gb) } };
}

function resourceOf({ logicalId, type, fields }: Drifted): PlannedResource {
  const planned = fields.map(({ path, expected, actual }) => ({
    path,
    effect: fieldEffect(type, propertyOf(path)),
    before: actual,
    after: expected,
  }));
  return { logicalId, type, effect: worst(planned.map(({ effect }) => effect)), fields: planned };
}

function changeOf(
  of: StackOf,
  stack: StackFact,
  says: Message,
  changed: Drifted[],
  resources: PlannedResource[],
): StackChange {
  return {
    id: 'drift',
    kind: 'stack',
    action: 'update',
    revertDrift: true,
    says,
    sentences: changed.flatMap((thing) => thing.fields.map((field) => sentence(thing, field))),
    usually: resources.some(({ effect }) => effect === 'restart')
      ? { from: 240, to: 600, worryAfter: 1200 }
      : { from: 20, to: 120, worryAfter: 300 },
    stackName: stackNameOf(of),
    // All of them, so that whoever carries it out by hand needs to know nothing else.
    parameters: stack.parameters,
    capabilities: [of.kind === 'foundation' ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    tags: stack.tags,
    ...(stack.roleArn !== null && { roleArn: stack.roleArn }),
    resources,
    stays: [],
  };
}

/** Characters of a value that can be read within a sentence. */
const longest = 60;

function sentence({ type, logicalId }: Drifted, { path, expected, actual }: Drifted['fields'][number]) {
  const word = driftField(path);
  const kind = kindOf(type);
  const value = (text: string, otherwise: string): MessageValue => {
    if (text === '') return { message: message('plan.change.none') };
    // A value of many parts is no sentence; the check on the screen and the technical form have it.
    return /^[[{]/.test(text) || text.length > longest ? { message: message(otherwise) } : text;
  };
  return {
    says: message('plan.drift.field', {
      thing: kind ? { message: kind } : logicalId,
      field: word ? { message: word } : path,
      before: value(actual, 'plan.drift.changed'),
      after: value(expected, 'plan.drift.asMade'),
    }),
    note: message(`plan.change.${fieldEffect(type, propertyOf(path))}`),
  };
}

function goneOf({ type, name }: Drifted): Message {
  const kind = kindOf(type);
  return message('plan.drift.gone', { kind: kind ? { message: kind } : type, thing: name });
}
