/** Which resources of a template exist with these parameters: conditions are worked out as CloudFormation does. */
import type { Target } from '../../preload/contract/plan.ts';
import type { TemplateDocument, TemplateResource } from './templates.ts';

export interface MadeResource {
  logicalId: string;
  type: string;
  /** Stays in AWS when the stack is deleted. */
  keeps: boolean;
}

const keeps = ({ DeletionPolicy = 'Delete' }: TemplateResource) => DeletionPolicy.startsWith('Retain');

export function resourcesMade(
  document: TemplateDocument,
  parameters: Record<string, string>,
  target: Target,
): MadeResource[] {
  const holds = conditions(document, parameters, target);
  return Object.entries(document.Resources)
    .filter(([, resource]) => resource.Condition === undefined || holds(resource.Condition))
    .map(([logicalId, resource]) => ({ logicalId, type: resource.Type, keeps: keeps(resource) }));
}

/** Whether a condition of the template holds, by its name. */
export function conditions(document: TemplateDocument, parameters: Record<string, string>, target: Target) {
  const text = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[name, argument] = ['', undefined]] = Object.entries(value);
    if (name === 'Ref') return reference(String(argument));
    if (name === 'Fn::Join') {
      const [separator, items] = argument as [string, unknown];
      const list = Array.isArray(items) ? items.map(text) : text(items).split(',');
      return list.join(separator);
    }
    throw new Error(`A condition of a shipped template uses ${name}, which is not worked out.`);
  };
  const reference = (name: string): string => {
    if (name === 'AWS::Region') return target.region;
    if (name === 'AWS::Partition') return target.partition;
    const given = parameters[name] ?? document.Parameters?.[name]?.Default;
    if (given === undefined)
      throw new Error(`A condition of a shipped template uses ${name}, which has no value.`);
    return String(given);
  };
  const holds = (name: string): boolean => truth(document.Conditions?.[name]);
  const truth = (condition: unknown): boolean => {
    const [[name, argument] = ['', undefined]] = Object.entries(condition as object);
    if (name === 'Condition') return holds(String(argument));
    const list = argument as unknown[];
    if (name === 'Fn::Equals') return text(list[0]) === text(list[1]);
    if (name === 'Fn::Not') return !truth(list[0]);
    if (name === 'Fn::And') return list.every(truth);
    if (name === 'Fn::Or') return list.some(truth);
    throw new Error(`A shipped template uses the condition ${name}, which is not worked out.`);
  };
  return holds;
}
