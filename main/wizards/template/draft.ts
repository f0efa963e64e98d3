import { message, type Message } from '../../../preload/contract/message.ts';
import type { StackChange, Target } from '../../../preload/contract/plan.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import type { ValidFact } from '../../plans/facts/valid.ts';
import { stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft } from '../../plans/source.ts';
import { stackTags } from '../../plans/stack-change.ts';
import { ownTemplateName } from '../../plans/own-template-name.ts';
import { NotWorkedOut, resourcesMade, type MadeResource } from '../../plans/template-resources.ts';
import { checksRights } from '../../plans/permissions.ts';
import { isConfirmed, valuesOf, type TemplateAnswers } from './answers.ts';
import { costLinesOf } from './cost.ts';
import { capabilitiesFor, dangersIn } from './dangers.ts';
import { kindOf } from './kind.ts';
import { readOwnTemplate, type OwnTemplate } from './own-template.ts';

const validKey = ({ sha256 }: OwnTemplate) => `valid:${sha256}`;

/** Before its name is typed, a template with dangers asks AWS nothing at all. */
export function templateFacts(answers: TemplateAnswers, _target: Target) {
  const template = readOwnTemplate(answers.body);
  if (!isConfirmed(answers, dangersIn(template))) return [];
  return [
    { key: `stack:${stackNames.template(answers.name)}`, decisive: true },
    { key: validKey(template), decisive: false },
  ];
}

export function draftTemplate(answers: TemplateAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const template = readOwnTemplate(answers.body);
  const dangers = dangersIn(template);
  const stackName = stackNames.template(answers.name);
  const title = message('plan.template.title', { name: answers.name });
  const none: PlanDraft = {
    title,
    changes: [],
    costLines: [],
    hours: { today: null, month: null, endsAt: null },
    guards: [],
    warnings: dangers,
    blockers: [],
    undo: [],
    stays: [],
    quotas: [],
    assumptions: [],
  };
  if (!isConfirmed(answers, dangers))
    return { ...none, blockers: [message('plan.template.confirm', { name: answers.name })] };
  const given = valuesOf(answers);
  const made = madeBy(template, given, context.target);
  if (made === null) return { ...none, blockers: [message('plan.template.notWorkedOut')] };
  const secrets = template.parameters.filter(({ noEcho }) => noEcho);
  const change = changeOf(template, stackName, given, made, context);
  const costLines = costLinesOf(made, template.document, given, context);
  return {
    ...none,
    changes: [change],
    done: message('plan.template.done', { name: answers.name }),
    costLines,
    warnings: [...dangers, ...unchecked(made, costLines.length > 0), ...snapshots(template, made)],
    blockers: blockersOf(answers.name, template, stackName, facts),
    undo: [message('plan.template.undo', { stack: stackName })],
    stays: staying(made),
    assumptions: [
      message('plan.template.assume'),
      ...(costLines.some(({ unitPrice }) => unitPrice === null)
        ? [message('plan.template.assumeUnknown')]
        : []),
    ],
    ...(secrets.length > 0 && {
      secrets: secrets.map(({ name, label, description, default: own }) => ({
        change: change.id,
        name,
        label: message('wizard.template.own', { text: label }),
        ...(description !== '' && { hint: message('wizard.template.own', { text: description }) }),
        required: own === undefined,
      })),
    }),
    putBack: {
      source: 'template-delete',
      answers: { stackName },
      press: message('plan.template.delete.press'),
    },
  };
}

/** Null: which things are made is known only when CloudFormation works. */
function madeBy(template: OwnTemplate, given: Record<string, string>, target: Target): MadeResource[] | null {
  try {
    return resourcesMade(template.document, given, target);
  } catch (error) {
    if (!(error instanceof NotWorkedOut)) throw error;
    return null;
  }
}

function changeOf(
  template: OwnTemplate,
  stackName: string,
  parameters: Record<string, string>,
  made: readonly MadeResource[],
  { planId }: PlanContext,
): StackChange {
  return {
    id: 'template',
    kind: 'stack',
    action: 'create',
    says: message('plan.template.make', { stack: stackName, count: made.length }),
    sentences: [
      { says: message('plan.template.make', { stack: stackName, count: made.length }) },
      ...[...Map.groupBy(made, ({ type }) => type)].map(([type, things]) => ({
        says: message('plan.template.makes', {
          count: things.length,
          kind: kindOf(type),
          names: { list: things.slice(0, mostNamed).map(({ logicalId }) => logicalId) },
          more: Math.max(0, things.length - mostNamed),
        }),
      })),
    ],
    usually: { from: 20, to: 600, worryAfter: 3_600 },
    stackName,
    template: { name: ownTemplateName, sha256: template.sha256 },
    parameters,
    capabilities: capabilitiesFor(template),
    tags: stackTags(planId, 'template'),
    resources: made.map(({ logicalId, type }) => ({ logicalId, type, effect: 'create', fields: [] })),
    stays: [],
  };
}

const mostNamed = 8;

/** What happens without Millwright's rules, told once. */
function unchecked(made: readonly MadeResource[], costs: boolean): Message[] {
  const types = [...new Set(made.map(({ type }) => type))].filter((type) => !checksRights(type));
  return [
    ...(costs ? [message('plan.template.noGuard')] : []),
    ...(types.length > 0
      ? [message('plan.template.rights', { types: { list: types.slice(0, mostNamed) } })]
      : []),
  ];
}

/** Types that are kept as a picture of their data unless the template says otherwise: user guide, "DeletionPolicy attribute". */
const keptAsSnapshot = /^AWS::RDS::DB(?:Cluster|Instance)$/;

function snapshots({ document }: OwnTemplate, made: readonly MadeResource[]): Message[] {
  const kept = made.filter(({ logicalId, type }) => {
    const policy = document.Resources[logicalId]?.DeletionPolicy;
    return policy === 'Snapshot' || (policy === undefined && keptAsSnapshot.test(type));
  });
  return kept.length === 0
    ? []
    : [message('plan.template.snapshot', { names: { list: kept.map(({ logicalId }) => logicalId) } })];
}

function staying(made: readonly MadeResource[]): Message[] {
  const kept = made.filter(({ keeps }) => keeps).map(({ logicalId }) => logicalId);
  return kept.length === 0 ? [] : [message('plan.template.stays', { names: { list: kept } })];
}

function blockersOf(name: string, template: OwnTemplate, stackName: string, facts: Facts): Message[] {
  const stack = facts.value<StackFact | null>(`stack:${stackName}`);
  const valid = facts.value<ValidFact>(validKey(template));
  const types = new Set(Object.values(template.document.Resources).map(({ Type }) => Type));
  const otherTypes = (valid?.types ?? []).filter((type) => !types.has(type));
  return [
    ...(stack ? [message('plan.template.taken', { name })] : []),
    ...(valid?.refused == null ? [] : [message('plan.template.refused', { text: valid.refused })]),
    // Two readers that see two things in one text: nobody knows what the person agreed to.
    ...(otherTypes.length > 0
      ? [message('plan.template.readOtherwise', { types: { list: otherTypes } })]
      : []),
  ];
}
