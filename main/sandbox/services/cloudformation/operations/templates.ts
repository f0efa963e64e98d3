/** Templates looked at without making anything. */
import type { Operation } from '../../../engine/types.ts';
import { checkedTemplate } from '../desired.ts';
import { changeSetMissing, invalid } from '../errors.ts';
import type { ParameterDeclaration, Template } from '../template/types.ts';
import { resourceType } from '../resources/registry.ts';
import { onStack } from './access.ts';
import {
  capabilityOf,
  changeSetNamed,
  demandStack,
  stackNamed,
  templateText,
  type TemplateInput,
} from './inputs.ts';
import { HIDDEN } from './shown.ts';

const capabilities = (template: Template) => {
  const needed = capabilityOf(template);
  if (!needed) return {};
  return {
    Capabilities: [needed.capability],
    CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
  };
};

const described = (template: Template) =>
  template.description === undefined ? {} : { Description: template.description };

const defaultOf = ({ Default: value, NoEcho }: ParameterDeclaration) =>
  value === undefined ? {} : { DefaultValue: NoEcho ? HIDDEN : value };

const validateTemplate: Operation<TemplateInput> = {
  async run(call) {
    const template = checkedTemplate(await templateText(call, call.input));
    return {
      ...described(template),
      ...capabilities(template),
      Parameters: Object.entries(template.parameters).map(([name, p]) => ({
        ParameterKey: name,
        ...defaultOf(p),
        NoEcho: p.NoEcho,
        ...(p.Description === undefined ? {} : { Description: p.Description }),
      })),
    };
  },
};

const getTemplateSummary: Operation<TemplateInput & { StackName?: string; StackSetName?: string }> = {
  async run(call) {
    const { StackName: name, StackSetName: set } = call.input;
    if (set !== undefined) throw invalid('Stack sets are not modelled in the sandbox.');
    const body =
      name === undefined ? await templateText(call, call.input) : demandStack(call, name).source.body;
    const template = checkedTemplate(body);
    const byType = Map.groupBy(Object.entries(template.resources), ([, r]) => r.Type);
    return {
      ...described(template),
      ...capabilities(template),
      ...(template.version === undefined ? {} : { Version: template.version }),
      ...(template.metadata === undefined ? {} : { Metadata: JSON.stringify(template.metadata) }),
      ResourceTypes: [...byType.keys()],
      ResourceIdentifierSummaries: [...byType].map(([type, members]) => ({
        ResourceType: type,
        LogicalResourceIds: members.map(([id]) => id),
        ResourceIdentifiers: [resourceType(type)?.name?.property ?? ''].filter((p) => p !== ''),
      })),
      Parameters: Object.entries(template.parameters).map(([name, p]) => ({
        ParameterKey: name,
        ...defaultOf(p),
        ParameterType: p.Type,
        NoEcho: p.NoEcho,
        ...(p.Description === undefined ? {} : { Description: p.Description }),
        ParameterConstraints: p.AllowedValues ? { AllowedValues: p.AllowedValues } : {},
      })),
    };
  },
};

const getTemplate: Operation<{ StackName?: string; ChangeSetName?: string; TemplateStage?: string }> = {
  access: onStack,
  run(call) {
    const { StackName: name, ChangeSetName: changeSetName } = call.input;
    const body = changeSetName === undefined ? ofStack() : ofChangeSet(changeSetName);
    return { TemplateBody: body, StagesAvailable: ['Original', 'Processed'] };

    function ofStack(): string {
      if (name === undefined) throw invalid('StackName must be specified.');
      const stack = stackNamed(call, name);
      if (!stack || stack.status === 'REVIEW_IN_PROGRESS')
        throw invalid(`Stack with id ${name} does not exist`);
      return stack.source.body;
    }

    function ofChangeSet(id: string): string {
      const changeSet = changeSetNamed(call, id, name);
      if (!changeSet) throw changeSetMissing(id);
      return changeSet.source.body;
    }
  },
};

export const templateOperations = {
  ValidateTemplate: validateTemplate,
  GetTemplateSummary: getTemplateSummary,
  GetTemplate: getTemplate,
};
