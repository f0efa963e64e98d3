/**
 * What a template does besides making plain things: programs that rewrite it or are called by it, other templates, values
 * read from elsewhere, rights. A person who wants it types the name of the stack.
 */
import { message, type Message } from '../../../preload/contract/message.ts';
import { isTreeMap, type Tree, type TreeMap } from '../../plans/template-text.ts';
import { readsStore } from './declared.ts';
import { foreignText } from './foreign-text.ts';
import type { OwnTemplate } from './own-template.ts';

type Kind =
  'program' | 'nested' | 'custom' | 'resolve' | 'store' | 'admin' | 'rights' | 'engine' | 'publisher';

/** The order in which they are told. */
const kinds: readonly Kind[] = [
  'program', 'custom', 'nested', 'resolve', 'store', 'admin', 'rights', 'engine', 'publisher',
]; // prettier-ignore

const mostNamed = 6;

/** One sentence for each kind of danger, with what it is about. Empty: nothing but plain things. */
export function dangersIn(template: OwnTemplate): Message[] {
  const found = new Map<Kind, Set<string>>();
  const note = (kind: Kind, what: string) => {
    found.set(kind, (found.get(kind) ?? new Set()).add(foreignText(what, 160)));
  };
  for (const one of listed(template.tree['Transform'])) note('program', programName(one));
  for (const parameter of template.parameters) if (readsStore(parameter)) note('store', parameter.name);
  for (const [name, resource] of Object.entries(template.document.Resources)) {
    const kind = kindOf(resource.Type);
    if (kind !== undefined) note(kind, `${name}${reached(kind, resource.Type, resource.Properties ?? {})}`);
  }
  lookThrough(template.tree, note);
  return kinds.flatMap((kind) => {
    const names = [...(found.get(kind) ?? [])];
    if (names.length === 0) return [];
    const list = names.slice(0, mostNamed);
    return [message(`wizard.template.danger.${kind}`, { names: { list }, more: names.length - list.length })];
  });
}

function kindOf(type: string): Kind | undefined {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return 'custom';
  if (/^AWS::CloudFormation::Stack(?:Set)?$/.test(type) || type.endsWith('::MODULE')) return 'nested';
  if (type.startsWith('AWS::IAM::')) return 'rights';
  if (/^AWS::CloudFormation::(?!WaitCondition)/.test(type)) return 'engine';
  return type.startsWith('AWS::') ? undefined : 'publisher';
}

/** What the thing calls or loads. */
function reached(kind: Kind, type: string, properties: Record<string, unknown>): string {
  if (kind === 'custom') return ` (${type} → ${foreignText(properties['ServiceToken'] ?? '?', 120)})`;
  if (kind === 'nested')
    return ` (${foreignText(properties['TemplateURL'] ?? properties['TemplateBody'] ?? type, 120)})`;
  return ` (${type})`;
}

const listed = (value: Tree | undefined): Tree[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

function programName(one: Tree): string {
  if (!isTreeMap(one)) return foreignText(one, 120);
  const parameters = isTreeMap(one['Parameters']) ? one['Parameters'] : {};
  const from = parameters['Location'];
  return `${foreignText(one['Name'] ?? '?', 60)}${from === undefined ? '' : ` (${foreignText(from, 120)})`}`;
}

/** A reference is often put together of pieces, so its beginning is looked for without its braces too. */
const reference = /\{\{\s*resolve|resolve:(?:ssm|ssm-secure|secretsmanager)\b/i;

function lookThrough(tree: Tree, note: (kind: Kind, what: string) => void): void {
  const open: Tree[] = [tree];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      if (reference.test(next)) note('resolve', /\{\{\s*resolve[^}]*\}?\}?/i.exec(next)?.[0] ?? next);
      continue;
    }
    if (typeof next !== 'object' || next === null) continue;
    if (isTreeMap(next)) lookAt(next, note);
    // Names too: those of tags and of JSON in the template can hold a reference.
    open.push(...Object.values(next), ...(isTreeMap(next) ? Object.keys(next) : []));
  }
}

function lookAt(node: TreeMap, note: (kind: Kind, what: string) => void): void {
  for (const one of listed(node['Fn::Transform'])) note('program', programName(one));
  const [, pieces] = Array.isArray(node['Fn::Join']) ? node['Fn::Join'] : [];
  if (Array.isArray(pieces)) {
    const text = pieces.map((piece) => (typeof piece === 'string' ? piece : '…')).join('');
    if (reference.test(text)) note('resolve', text);
  }
  if (node['Effect'] === 'Allow' && allowsAll(node))
    note('admin', `Action ${foreignText(node['Action'] ?? 'NotAction', 60)}`);
  for (const arn of listed(node['ManagedPolicyArns']))
    if (/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)/.test(JSON.stringify(arn)))
      note('admin', foreignText(arn, 100));
}

/** Everything, or everything about rights: whoever has it can give itself the rest. */
function allowsAll(statement: TreeMap): boolean {
  if (statement['NotAction'] !== undefined) return true;
  return listed(statement['Action']).some(
    (action) => typeof action === 'string' && /^(?:\*|\*:\*|iam:\*)$/i.test(action),
  );
}

/** What CloudFormation must be told that the person knows: named roles, programs and nested templates. */
export function capabilitiesFor(template: OwnTemplate): string[] {
  const types = Object.values(template.document.Resources).map(({ Type }) => Type);
  const programs =
    JSON.stringify(template.tree).includes('"Fn::Transform"') || template.tree['Transform'] != null;
  const nested = types.some((type) => kindOf(type) === 'nested');
  return [
    ...(programs || nested || types.some((type) => type.startsWith('AWS::IAM::'))
      ? ['CAPABILITY_NAMED_IAM']
      : []),
    ...(programs || nested ? ['CAPABILITY_AUTO_EXPAND'] : []),
  ];
}
