/**
 * AWS::IAM::Policy (inline, in roles, users and groups) and AWS::IAM::ManagedPolicy. Properties and create-only ones:
 * resource schemas of the CloudFormation registry,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IAM.html
 */
import type { JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { document, parsedDocument, present, text, texts } from './values.ts';

const GONE = ['NoSuchEntity'];
const HOLDERS = [
  { property: 'Roles', kind: 'Role' },
  { property: 'Users', kind: 'User' },
  { property: 'Groups', kind: 'Group' },
] as const;

interface Holder {
  kind: string;
  name: string;
}

const holders = (properties: JsonObject): Holder[] =>
  HOLDERS.flatMap(({ property, kind }) =>
    (texts(properties, property) ?? []).map((name) => ({ kind, name })),
  );

const missingFrom = (some: Holder[], others: Holder[]) =>
  some.filter((s) => !others.some((o) => o.kind === s.kind && o.name === s.name));

const named = ({ kind, name }: Holder) => ({ [`${kind}Name`]: name });

async function putInline(w: Work, to: Holder[]): Promise<void> {
  const PolicyDocument = document(w.properties, 'PolicyDocument');
  const PolicyName = text(w.properties, 'PolicyName') ?? '';
  for (const holder of to)
    await w.call('iam', `Put${holder.kind}Policy`, { ...named(holder), PolicyName, PolicyDocument });
}

async function dropInline(w: Work, PolicyName: string, from: Holder[]): Promise<void> {
  for (const holder of from)
    await w.find('iam', `Delete${holder.kind}Policy`, { ...named(holder), PolicyName }, GONE);
}

/** Its physical id is a generated name that nothing else knows. */
export const inlinePolicy: ResourceType = {
  type: 'AWS::IAM::Policy',
  service: 'Iam',
  legacy: true,
  properties: {
    PolicyDocument: { required: true },
    PolicyName: { required: true },
    Roles: {},
    Users: {},
    Groups: {},
  },
  attributes: ['Id'],
  name: { property: '', max: 64, end: 'upper' },
  iam: true,
  seconds: 14,
  async create(w) {
    await putInline(w, holders(w.properties));
    return { physicalId: w.name, attributes: { Id: w.name } };
  },
  async update(w) {
    const before = holders(w.before.properties);
    const after = holders(w.properties);
    const oldName = text(w.before.properties, 'PolicyName') ?? '';
    await putInline(w, after);
    await dropInline(w, oldName, w.changed.has('PolicyName') ? before : missingFrom(before, after));
    return true;
  },
  async remove(w) {
    await dropInline(w, text(w.properties, 'PolicyName') ?? '', holders(w.properties));
    return true;
  },
  async read(w) {
    const PolicyName = text(w.properties, 'PolicyName') ?? '';
    const there: Holder[] = [];
    let found: string | undefined;
    for (const holder of holders(w.properties)) {
      const answer = await w.find<{ PolicyDocument?: string }>(
        'iam',
        `Get${holder.kind}Policy`,
        { ...named(holder), PolicyName },
        GONE,
      );
      if (!answer) continue;
      there.push(holder);
      found ??= answer.PolicyDocument;
    }
    if (found === undefined) return undefined;
    const lists = HOLDERS.map(({ property, kind }) => [
      property,
      there.filter((h) => h.kind === kind).map((h) => h.name),
    ]);
    return {
      properties: {
        PolicyName,
        PolicyDocument: parsedDocument(found),
        ...(Object.fromEntries(lists) as JsonObject),
      },
      made: { physicalId: w.name, attributes: { Id: w.name } },
    };
  },
};

interface PolicyAnswer {
  Policy: { Arn: string; PolicyId: string; DefaultVersionId: string; Path?: string; Description?: string };
}

const made = ({ Policy }: PolicyAnswer): Made => ({
  physicalId: Policy.Arn,
  attributes: {
    PolicyArn: Policy.Arn,
    PolicyId: Policy.PolicyId,
    DefaultVersionId: Policy.DefaultVersionId,
  },
});

async function attach(w: Work, before: JsonObject): Promise<void> {
  const PolicyArn = w.physicalId;
  const had = holders(before);
  const wanted = holders(w.properties);
  for (const holder of missingFrom(wanted, had))
    await w.call('iam', `Attach${holder.kind}Policy`, { ...named(holder), PolicyArn });
  for (const holder of missingFrom(had, wanted))
    await w.find('iam', `Detach${holder.kind}Policy`, { ...named(holder), PolicyArn }, GONE);
}

interface Versions {
  Versions?: { VersionId: string; IsDefaultVersion?: boolean }[];
}

/** IAM keeps five versions; the oldest that does not count makes room. */
async function newVersion(w: Work): Promise<void> {
  const PolicyArn = w.physicalId;
  const { Versions = [] } = await w.call<Versions>('iam', 'ListPolicyVersions', { PolicyArn });
  const spare = Versions.filter((v) => v.IsDefaultVersion !== true).at(-1);
  if (Versions.length >= 5 && spare)
    await w.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: spare.VersionId });
  await w.call('iam', 'CreatePolicyVersion', {
    PolicyArn,
    PolicyDocument: document(w.properties, 'PolicyDocument'),
    SetAsDefault: true,
  });
}

const managedArn = (w: Work): string =>
  `arn:${w.account.partition}:iam::${w.account.id}:policy${text(w.properties, 'Path') ?? '/'}${w.name}`;

export const managedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  service: 'Iam',
  properties: {
    Description: { createOnly: true },
    Groups: {},
    ManagedPolicyName: { createOnly: true },
    Path: { createOnly: true },
    PolicyDocument: { required: true },
    Roles: {},
    Users: {},
  },
  attributes: ['PolicyArn', 'PolicyId', 'DefaultVersionId'],
  name: { property: 'ManagedPolicyName', max: 128, end: 'mixed' },
  iam: true,
  seconds: 17,
  async create(w) {
    const input = present({
      PolicyName: w.name,
      Path: text(w.properties, 'Path'),
      Description: text(w.properties, 'Description'),
      PolicyDocument: document(w.properties, 'PolicyDocument'),
    });
    return made(await w.call<PolicyAnswer>('iam', 'CreatePolicy', input));
  },
  async ready(w) {
    await attach(w, {});
    return true;
  },
  async update(w) {
    if (w.changed.has('PolicyDocument')) await newVersion(w);
    await attach(w, w.before.properties);
    return true;
  },
  async remove(w) {
    const PolicyArn = w.physicalId;
    for (const holder of holders(w.properties))
      await w.find('iam', `Detach${holder.kind}Policy`, { ...named(holder), PolicyArn }, GONE);
    const found = await w.find<Versions>('iam', 'ListPolicyVersions', { PolicyArn }, GONE);
    for (const { VersionId, IsDefaultVersion } of found?.Versions ?? [])
      if (IsDefaultVersion !== true)
        await w.find('iam', 'DeletePolicyVersion', { PolicyArn, VersionId }, GONE);
    await w.find('iam', 'DeletePolicy', { PolicyArn }, GONE);
    return true;
  },
  async read(w) {
    const PolicyArn = w.physicalId === '' ? managedArn(w) : w.physicalId;
    const found = await w.find<PolicyAnswer>('iam', 'GetPolicy', { PolicyArn }, GONE);
    if (!found) return undefined;
    const { PolicyVersion } = await w.call<{ PolicyVersion?: { Document?: string } }>(
      'iam',
      'GetPolicyVersion',
      {
        PolicyArn,
        VersionId: found.Policy.DefaultVersionId,
      },
    );
    const properties = present({
      ManagedPolicyName: w.name,
      Path: found.Policy.Path,
      Description: found.Policy.Description,
      PolicyDocument: parsedDocument(PolicyVersion?.Document),
    }) as JsonObject;
    return { properties, made: made(found) };
  },
};
