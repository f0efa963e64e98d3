/** Members of the query protocols: `Tags.member.1.Key=…` (awsQuery), `TagSpecification.1.Tag.1.Key=…` (ec2Query). */
import type { Codecs } from './codecs.ts';
import { members, type Protocol, type Shape } from './service-model.ts';

interface Tree {
  [key: string]: Tree | string;
}

export function readForm(protocol: Protocol, codecs: Codecs, shape: Shape, form: URLSearchParams): unknown {
  const tree: Tree = Object.create(null) as Tree;
  for (const [name, value] of form) {
    let node = tree;
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      const next = node[part];
      node = typeof next === 'object' ? next : (node[part] = Object.create(null) as Tree);
    }
    node[last] = value;
  }
  return readNode(protocol === 'ec2Query', codecs, shape, tree);
}

function readNode(ec2: boolean, codecs: Codecs, shape: Shape, node: Tree | string): unknown {
  if (shape.isStructSchema()) {
    const out: Record<string, unknown> = {};
    if (typeof node === 'string') return out;
    for (const [name, member] of members(shape)) {
      const found = node[wireName(ec2, name, member)];
      if (found !== undefined) out[name] = readNode(ec2, codecs, member, found);
    }
    return out;
  }
  if (shape.isListSchema()) {
    if (typeof node === 'string') return []; // an empty list is sent as an empty value
    const item = shape.getValueSchema();
    const flat = ec2 || shape.getMergedTraits().xmlFlattened;
    const items = flat ? node : (node[item.getMergedTraits().xmlName ?? 'member'] ?? node['member'] ?? {});
    return inOrder(items).map((n) => readNode(ec2, codecs, item, n));
  }
  if (shape.isMapSchema()) {
    if (typeof node === 'string') return {};
    const keyName = shape.getKeySchema().getMergedTraits().xmlName ?? 'key';
    const value = shape.getValueSchema();
    const valueName = value.getMergedTraits().xmlName ?? 'value';
    const entries = inOrder(shape.getMergedTraits().xmlFlattened ? node : (node['entry'] ?? {}));
    return Object.fromEntries(
      entries.flatMap((entry) => {
        if (typeof entry === 'string') return [];
        const key = entry[keyName];
        return typeof key === 'string' ? [[key, readNode(ec2, codecs, value, entry[valueName] ?? '')]] : [];
      }),
    );
  }
  return codecs.readText(shape, typeof node === 'string' ? node : '');
}

function wireName(ec2: boolean, name: string, member: Shape): string {
  const traits = member.getMergedTraits() as { xmlName?: string; ec2QueryName?: string };
  if (!ec2) return traits.xmlName ?? name;
  return traits.ec2QueryName ?? capitalised(traits.xmlName ?? name);
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const inOrder = (node: Tree | string): (Tree | string)[] =>
  typeof node === 'string'
    ? []
    : Object.entries(node)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([, value]) => value);
