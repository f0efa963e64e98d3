/** "May I?": the policy simulator over the same evaluation that judges real calls. */
import type {
  ContextEntry,
  GetContextKeysForCustomPolicyRequest,
  GetContextKeysForPrincipalPolicyRequest,
  SimulateCustomPolicyRequest,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import type { SandboxAccount } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { groupIdentity, roleIdentity, sourced, userIdentity, type Identity } from './identity.ts';
import { needs } from './access-needs.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { contextOf, evaluate, type Policies } from './evaluate.ts';
import { paged } from './page.ts';
import type { SourcedPolicy } from './policy.ts';
import { policyFault, type PolicyUse } from './validate.ts';

type Request = SimulateCustomPolicyRequest & Partial<SimulatePrincipalPolicyRequest>;

function given(texts: readonly string[] | undefined, use: PolicyUse, id: string): SourcedPolicy[] {
  return (texts ?? []).map((text, i) => {
    const fault = policyFault(text, use);
    if (fault !== null) throw invalidInput(fault);
    return sourced(text, `${id}.${i + 1}`, use === 'bucket' ? 'resource' : 'none');
  });
}

/** The simulated identity: a user, a role (its ARN, not a session's), or a group as a user in it would be. */
function identityByArn(account: SandboxAccount, arn: string): Identity {
  const type = /^arn:aws:iam::\d{12}:(user|role|group)\//.exec(arn)?.[1];
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (type === undefined)
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type.`);
  const found =
    type === 'user'
      ? userIdentity(account, name)
      : type === 'role'
        ? roleIdentity(account, name)
        : groupIdentity(account, name);
  if (found?.view.arn !== arn) throw noSuchEntity(`The ${type} with name ${name} cannot be found.`);
  return found;
}

function simulate(input: Request, identity: Identity, policies: Policies): object {
  // Nothing was sent from anywhere: what a request brings counts only when it is given.
  const context = contextOf(identity.context, Object.fromEntries((input.ContextEntries ?? []).map(entryOf)));
  const wanted = contextKeys([
    ...policies.identity,
    ...(policies.boundary ? [policies.boundary] : []),
    ...(policies.resource ? [policies.resource] : []),
  ]);
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  const results = (input.ActionNames ?? []).flatMap((action) => {
    if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9*]+$/.test(action)) throw invalidInput(`Invalid Action Name: ${action}`);
    return resources.map((resource) => {
      const decision = evaluate({ principal: identity.view, action, resource, context }, policies);
      const MatchedStatements = decision.matched.map(({ policy }) => ({
        SourcePolicyId: policy.id,
        SourcePolicyType: policy.type,
      }));
      const missing = wanted.filter((key) => !context.has(key.toLowerCase()));
      // Where a resource was named the keys are told beside it (API reference, EvaluationResult).
      const named = resource !== '*';
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision.decision,
        MatchedStatements,
        MissingContextValues: named ? [] : missing,
        ...(named && {
          ResourceSpecificResults: [
            {
              EvalResourceName: resource,
              EvalResourceDecision: decision.decision,
              MatchedStatements,
              MissingContextValues: missing,
            },
          ],
        }),
        ...(policies.boundary
          ? {
              PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision.allowedByBoundary },
            }
          : {}),
      };
    });
  });
  return { EvaluationResults: results };
}

function entryOf(entry: ContextEntry): [string, string[]] {
  return [entry.ContextKeyName ?? '', entry.ContextKeyValues ?? []];
}

/** Keys of conditions and policy variables, each once. */
function contextKeys(policies: readonly SourcedPolicy[]): string[] {
  const keys = new Set<string>();
  for (const { document } of policies) {
    for (const statement of document.statements) {
      for (const condition of statement.conditions) keys.add(condition.key);
      const texts = [
        ...(statement.resources?.values ?? []),
        ...statement.conditions.flatMap((condition) => condition.values),
      ];
      for (const text of texts) {
        for (const [, body = ''] of text.matchAll(/\$\{([^}*?$,]+)[^}]*\}/g))
          keys.add(body.trim().toLowerCase());
      }
    }
  }
  return [...keys].sort();
}

const stranger = (account: SandboxAccount, arn: string | undefined): Identity => ({
  view: { kind: 'user', arn: arn ?? `arn:aws:iam::${account.id}:user/simulated`, accountId: account.id },
  policies: { identity: [] },
  context: {},
});

export const simulationOperations: Operations = {
  SimulatePrincipalPolicy: operation<SimulatePrincipalPolicyRequest, object>({
    access: (call) => [{ resource: call.input.PolicySourceArn ?? '*' }],
    page: paged('EvaluationResults'),
    run({ account, input }) {
      const identity = identityByArn(account, input.PolicySourceArn ?? '');
      const boundary = given(input.PermissionsBoundaryPolicyInputList, 'identity', 'PermissionsBoundary')[0];
      const resource = given(
        input.ResourcePolicy === undefined ? [] : [input.ResourcePolicy],
        'bucket',
        'ResourcePolicy',
      )[0];
      return simulate(input as Request, identity, {
        ...identity.policies,
        identity: [
          ...identity.policies.identity,
          ...given(input.PolicyInputList, 'identity', 'PolicyInputList'),
        ],
        ...(boundary ? { boundary } : {}),
        ...(resource ? { resource } : {}),
      });
    },
  }),
  SimulateCustomPolicy: operation<SimulateCustomPolicyRequest, object>({
    access: needs.any,
    page: paged('EvaluationResults'),
    run({ account, input }) {
      const boundary = given(input.PermissionsBoundaryPolicyInputList, 'identity', 'PermissionsBoundary')[0];
      const resource = given(
        input.ResourcePolicy === undefined ? [] : [input.ResourcePolicy],
        'bucket',
        'ResourcePolicy',
      )[0];
      return simulate(input, stranger(account, input.CallerArn), {
        identity: given(input.PolicyInputList, 'identity', 'PolicyInputList'),
        ...(boundary ? { boundary } : {}),
        ...(resource ? { resource } : {}),
      });
    },
  }),
  GetContextKeysForCustomPolicy: operation<GetContextKeysForCustomPolicyRequest, object>({
    access: needs.any,
    run: ({ input }) => ({
      ContextKeyNames: contextKeys(given(input.PolicyInputList, 'identity', 'PolicyInputList')),
    }),
  }),
  GetContextKeysForPrincipalPolicy: operation<GetContextKeysForPrincipalPolicyRequest, object>({
    access: (call) => [{ resource: call.input.PolicySourceArn ?? '*' }],
    run({ account, input }) {
      const { policies } = identityByArn(account, input.PolicySourceArn ?? '');
      return {
        ContextKeyNames: contextKeys([
          ...policies.identity,
          ...given(input.PolicyInputList, 'identity', 'PolicyInputList'),
        ]),
      };
    },
  }),
};
