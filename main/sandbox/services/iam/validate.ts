/** Grammar of policy documents, refused with the words that AWS uses. Source: IAM User Guide, "Grammar of the IAM JSON policy language". */
import { operatorOf } from './conditions.ts';
import { listOf } from './policy.ts';

/** What the document is for: decides which elements it must and must not have. */
export type PolicyUse = 'identity' | 'trust' | 'bucket';

type Json = Record<string, unknown>;

const DOCUMENT_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);
const PRINCIPAL_TYPES = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);
const SYNTAX = 'Syntax errors in policy.';

/** The first fault of a policy in AWS's words, or null. Never throws. */
export function policyFault(text: string, use: PolicyUse): string | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return use === 'identity' ? SYNTAX : 'This policy contains invalid Json';
  }
  if (!isObject(raw)) return SYNTAX;
  if (Object.keys(raw).some((name) => !DOCUMENT_ELEMENTS.has(name))) return SYNTAX;
  const version = raw['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') return SYNTAX;
  if (use === 'identity' && version === undefined) {
    return 'Policy document must be version 2012-10-17 or greater.';
  }
  const statements = listOf(raw['Statement']);
  if (statements.length === 0) return SYNTAX;
  const sids = statements.flatMap((s) => (isObject(s) && typeof s['Sid'] === 'string' ? [s['Sid']] : []));
  if (new Set(sids).size < sids.length) return 'Statement IDs (SID) in a single policy must be unique.';
  for (const statement of statements) {
    const fault = isObject(statement) ? statementFault(statement, use) : SYNTAX;
    if (fault !== null) return fault;
  }
  return null;
}

function statementFault(s: Json, use: PolicyUse): string | null {
  if (Object.keys(s).some((name) => !STATEMENT_ELEMENTS.has(name))) return SYNTAX;
  if (s['Effect'] !== 'Allow' && s['Effect'] !== 'Deny') return SYNTAX;
  if (s['Sid'] !== undefined && !(typeof s['Sid'] === 'string' && /^[a-zA-Z0-9 ]*$/.test(s['Sid'])))
    return SYNTAX;
  if (s['Action'] !== undefined && s['NotAction'] !== undefined) return SYNTAX;
  if (s['Resource'] !== undefined && s['NotResource'] !== undefined) return SYNTAX;
  return (
    actionFault(s, use) ?? resourceFault(s, use) ?? principalFault(s, use) ?? conditionFault(s['Condition'])
  );
}

function actionFault(s: Json, use: PolicyUse): string | null {
  const actions = listOf(s['Action'] ?? s['NotAction']);
  if (actions.length === 0) {
    return use === 'identity' ? 'Policy statement must contain actions.' : 'Missing required field Action';
  }
  for (const action of actions) {
    if (typeof action !== 'string') return SYNTAX;
    if (action === '*') continue;
    if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action)) {
      return action.includes(':')
        ? 'The policy failed legacy parsing'
        : 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
    }
    const vendor = action.split(':')[0]?.toLowerCase();
    if (use === 'trust' && vendor !== 'sts')
      return 'AssumeRole policy may only specify STS AssumeRole actions.';
  }
  return null;
}

function resourceFault(s: Json, use: PolicyUse): string | null {
  const given = s['Resource'] ?? s['NotResource'];
  if (use === 'trust') return given === undefined ? null : 'Has prohibited field Resource';
  const resources = listOf(given);
  if (resources.length === 0) {
    return use === 'identity'
      ? 'Policy statement must contain resources.'
      : 'Missing required field Resource';
  }
  for (const resource of resources) {
    if (typeof resource !== 'string') return SYNTAX;
    if (resource === '*') continue;
    if (use === 'bucket' && !/^arn:aws:s3:::/.test(resource)) return 'Policy has invalid resource';
    if (!/^(arn|\*|\$\{)/.test(resource)) return `Resource ${resource} must be in ARN format or "*".`;
  }
  return null;
}

function principalFault(s: Json, use: PolicyUse): string | null {
  const given = s['Principal'] ?? s['NotPrincipal'];
  if (use === 'identity')
    return given === undefined ? null : 'Policy document should not specify a principal.';
  if (given === undefined) return 'Missing required field Principal';
  if (given === '*') return null;
  if (!isObject(given)) return 'Invalid principal in policy';
  for (const [type, values] of Object.entries(given)) {
    if (!PRINCIPAL_TYPES.has(type)) return 'Invalid principal in policy';
    if (listOf(values).some((value) => typeof value !== 'string')) return 'Invalid principal in policy';
  }
  return null;
}

function conditionFault(given: unknown): string | null {
  if (given === undefined) return null;
  if (!isObject(given)) return SYNTAX;
  for (const [operator, keys] of Object.entries(given)) {
    if (!operatorOf(operator)) return `Invalid Condition type : ${operator}.`;
    if (!isObject(keys)) return SYNTAX;
    for (const [key, values] of Object.entries(keys)) {
      if (!key.includes(':')) return `Conditions must be prefaced by a vendor: ${key}`;
      if (listOf(values).some((v) => typeof v === 'object')) return SYNTAX;
    }
  }
  return null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
