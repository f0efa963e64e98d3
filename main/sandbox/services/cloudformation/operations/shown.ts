/** Parameters as answers show them: those of NoEcho as stars. */
import { checkedTemplate } from '../desired.ts';
import type { StackSource } from '../model.ts';

export const HIDDEN = '****';

export function shownParameters(source: StackSource): { ParameterKey: string; ParameterValue: string }[] {
  const { parameters } = checkedTemplate(source.body);
  return Object.entries(source.parameters).map(([name, value]) => ({
    ParameterKey: name,
    ParameterValue: parameters[name]?.NoEcho === true ? HIDDEN : value,
  }));
}
