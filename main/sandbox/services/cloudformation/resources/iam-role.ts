/**
 * AWS::IAM::Role. Properties and create-only ones: resource schema "AWS::IAM::Role" of the CloudFormation registry,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 */
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { document, integer, objects, parsedDocument, present, tagChanges, text, texts } from './values.ts';

const GONE = ['NoSuchEntity'];

interface RoleAnswer {
  Role: {
    Arn: string;
    RoleId: string;
    RoleName: string;
    Path?: string;
    Description?: string;
    MaxSessionDuration?: number;
    AssumeRolePolicyDocument?: string;
    PermissionsBoundary?: { PermissionsBoundaryArn?: string };
    Tags?: { Key: string; Value: string }[];
  };
}

const made = ({ Role }: RoleAnswer): Made => ({
  physicalId: Role.RoleName,
  attributes: { Arn: Role.Arn, RoleId: Role.RoleId },
});

const inline = (properties: JsonObject): Map<string, string> =>
  new Map(
    (objects(properties, 'Policies') ?? []).map((p) => [
      text(p, 'PolicyName') ?? '',
      document(p, 'PolicyDocument'),
    ]),
  );

async function putPolicies(w: Work, before: JsonObject): Promise<void> {
  const RoleName = w.physicalId;
  const wanted = inline(w.properties);
  const had = inline(before);
  for (const [PolicyName, PolicyDocument] of wanted)
    if (had.get(PolicyName) !== PolicyDocument)
      await w.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  for (const PolicyName of had.keys())
    if (!wanted.has(PolicyName)) await w.find('iam', 'DeleteRolePolicy', { RoleName, PolicyName }, GONE);
}

async function attach(w: Work, before: JsonObject): Promise<void> {
  const RoleName = w.physicalId;
  const wanted = texts(w.properties, 'ManagedPolicyArns') ?? [];
  const had = texts(before, 'ManagedPolicyArns') ?? [];
  for (const PolicyArn of wanted.filter((arn) => !had.includes(arn)))
    await w.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const PolicyArn of had.filter((arn) => !wanted.includes(arn)))
    await w.find('iam', 'DetachRolePolicy', { RoleName, PolicyArn }, GONE);
}

async function inlineNames(w: Work): Promise<string[]> {
  const found = await w.find<{ PolicyNames?: string[] }>(
    'iam',
    'ListRolePolicies',
    { RoleName: w.physicalId },
    GONE,
  );
  return found?.PolicyNames ?? [];
}

async function attached(w: Work): Promise<string[]> {
  const found = await w.find<{ AttachedPolicies?: { PolicyArn: string }[] }>(
    'iam',
    'ListAttachedRolePolicies',
    { RoleName: w.physicalId },
    GONE,
  );
  return (found?.AttachedPolicies ?? []).map((p) => p.PolicyArn);
}

export const role: ResourceType = {
  type: 'AWS::IAM::Role',
  service: 'Iam',
  properties: {
    AssumeRolePolicyDocument: { required: true },
    Description: {},
    ManagedPolicyArns: {},
    MaxSessionDuration: {},
    Path: { createOnly: true },
    PermissionsBoundary: {},
    Policies: {},
    RoleName: { createOnly: true },
    Tags: {},
  },
  attributes: ['Arn', 'RoleId'],
  name: { property: 'RoleName', max: 64, end: 'mixed' },
  iam: true,
  stackTags: 'own',
  seconds: 17,
  async create(w) {
    const input = present({
      RoleName: w.name,
      Path: text(w.properties, 'Path'),
      AssumeRolePolicyDocument: document(w.properties, 'AssumeRolePolicyDocument'),
      Description: text(w.properties, 'Description'),
      MaxSessionDuration: integer(w.properties, 'MaxSessionDuration'),
      PermissionsBoundary: text(w.properties, 'PermissionsBoundary'),
      Tags: w.tags.length > 0 ? w.tags : undefined,
    });
    return made(await w.call<RoleAnswer>('iam', 'CreateRole', input));
  },
  async ready(w) {
    await putPolicies(w, {});
    await attach(w, {});
    return true;
  },
  async update(w) {
    const RoleName = w.physicalId;
    if (w.changed.has('AssumeRolePolicyDocument'))
      await w.call('iam', 'UpdateAssumeRolePolicy', {
        RoleName,
        PolicyDocument: document(w.properties, 'AssumeRolePolicyDocument'),
      });
    if (w.changed.has('Description') || w.changed.has('MaxSessionDuration'))
      await w.call('iam', 'UpdateRole', {
        RoleName,
        Description: text(w.properties, 'Description') ?? '',
        MaxSessionDuration: integer(w.properties, 'MaxSessionDuration') ?? 3600,
      });
    if (w.changed.has('PermissionsBoundary')) {
      const PermissionsBoundary = text(w.properties, 'PermissionsBoundary');
      if (PermissionsBoundary === undefined)
        await w.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
      else await w.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
    }
    await putPolicies(w, w.before.properties);
    await attach(w, w.before.properties);
    const { add, drop } = tagChanges(w.before.tags, w.tags);
    if (add.length > 0) await w.call('iam', 'TagRole', { RoleName, Tags: add });
    if (drop.length > 0) await w.call('iam', 'UntagRole', { RoleName, TagKeys: drop });
    return true;
  },
  async remove(w) {
    const RoleName = w.physicalId;
    for (const PolicyName of await inlineNames(w))
      await w.find('iam', 'DeleteRolePolicy', { RoleName, PolicyName }, GONE);
    for (const PolicyArn of await attached(w))
      await w.find('iam', 'DetachRolePolicy', { RoleName, PolicyArn }, GONE);
    await w.find('iam', 'DeleteRole', { RoleName }, GONE);
    return true;
  },
  async read(w) {
    const RoleName = w.physicalId === '' ? w.name : w.physicalId;
    const found = await w.find<RoleAnswer>('iam', 'GetRole', { RoleName }, GONE);
    if (!found) return undefined;
    const { Role } = found;
    const at = { ...w, physicalId: RoleName };
    const policies: Json[] = [];
    for (const PolicyName of await inlineNames(at)) {
      const { PolicyDocument } = await w.call<{ PolicyDocument?: string }>('iam', 'GetRolePolicy', {
        RoleName,
        PolicyName,
      });
      policies.push({ PolicyName, PolicyDocument: parsedDocument(PolicyDocument) });
    }
    const properties = present({
      RoleName,
      Path: Role.Path,
      Description: Role.Description,
      MaxSessionDuration: Role.MaxSessionDuration,
      AssumeRolePolicyDocument: parsedDocument(Role.AssumeRolePolicyDocument),
      PermissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
      ManagedPolicyArns: await attached(at),
      Policies: policies.length > 0 ? policies : undefined,
      Tags: Role.Tags,
    }) as JsonObject;
    return { properties, made: made(found) };
  },
};
