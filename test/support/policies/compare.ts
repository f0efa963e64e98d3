/** A published policy beside what was asked: nothing is missing in it, and nothing stands in it that nobody asked. */
import type { Asked, PolicyDocument } from './person.ts';

/** Why something stands in a policy that no run asks. `of`: Sid of the statement. */
export interface Exception {
  of: string;
  actions: readonly string[];
  because: string;
}

/** `*` stands for any text; variables (`${aws:PrincipalTag/x}`) too. */
const covers = (pattern: string, arn: string): boolean => {
  const parts = pattern.split(/\*|\$\{[^}]*\}/).map((part) => part.replace(/[.+?^$()|[\]{}\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
};

const resourcesOf = ({ Resource }: PolicyDocument['Statement'][number]): string[] => [Resource].flat();

/** `Sid action` of what the policy allows and nobody asked of a resource that the statement names. */
export function unused(document: PolicyDocument, asked: readonly Asked[]): string[] {
  return document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((one) =>
    one.Action.filter(
      (action) =>
        !asked.some(
          (question) =>
            question.action === action &&
            resourcesOf(one).some((pattern) => pattern === '*' || covers(pattern, question.resource)),
        ),
    ).map((action) => `${one.Sid} ${action}`),
  );
}

/** Actions that were asked and refused, each once. */
export const missing = (asked: readonly Asked[]): string[] =>
  [...new Set(asked.filter(({ allowed }) => !allowed).map(({ action }) => action))].sort();

export const excepted = (exceptions: readonly Exception[]): string[] =>
  exceptions.flatMap(({ of, actions }) => actions.map((action) => `${of} ${action}`));
