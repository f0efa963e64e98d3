/**
 * AWS::IAM::InstanceProfile,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html
 */
import type { Made, ResourceType } from './types.ts';
import { present, text, texts } from './values.ts';

const GONE = ['NoSuchEntity'];

interface ProfileAnswer {
  InstanceProfile: {
    Arn: string;
    InstanceProfileName: string;
    Path?: string;
    Roles?: { RoleName: string }[];
  };
}

const made = ({ InstanceProfile }: ProfileAnswer): Made => ({
  physicalId: InstanceProfile.InstanceProfileName,
  attributes: { Arn: InstanceProfile.Arn },
});

export const instanceProfile: ResourceType = {
  type: 'AWS::IAM::InstanceProfile',
  service: 'Iam',
  properties: {
    InstanceProfileName: { createOnly: true },
    Path: { createOnly: true },
    Roles: { required: true },
    Tags: { notModelled: true },
  },
  attributes: ['Arn'],
  name: { property: 'InstanceProfileName', max: 128, end: 'mixed' },
  iam: true,
  seconds: 120,
  async create(w) {
    const input = present({ InstanceProfileName: w.name, Path: text(w.properties, 'Path') });
    return made(await w.call<ProfileAnswer>('iam', 'CreateInstanceProfile', input));
  },
  async ready(w) {
    const InstanceProfileName = w.physicalId;
    const found = await w.call<ProfileAnswer>('iam', 'GetInstanceProfile', { InstanceProfileName });
    const has = (found.InstanceProfile.Roles ?? []).map((r) => r.RoleName);
    for (const RoleName of texts(w.properties, 'Roles') ?? [])
      if (!has.includes(RoleName))
        await w.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
    return true;
  },
  async update(w) {
    const InstanceProfileName = w.physicalId;
    const had = texts(w.before.properties, 'Roles') ?? [];
    const wanted = texts(w.properties, 'Roles') ?? [];
    for (const RoleName of had.filter((r) => !wanted.includes(r)))
      await w.find('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }, GONE);
    for (const RoleName of wanted.filter((r) => !had.includes(r)))
      await w.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
    return true;
  },
  async remove(w) {
    const InstanceProfileName = w.physicalId;
    const found = await w.find<ProfileAnswer>('iam', 'GetInstanceProfile', { InstanceProfileName }, GONE);
    for (const { RoleName } of found?.InstanceProfile.Roles ?? [])
      await w.find('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }, GONE);
    await w.find('iam', 'DeleteInstanceProfile', { InstanceProfileName }, GONE);
    return true;
  },
  async read(w) {
    const InstanceProfileName = w.physicalId === '' ? w.name : w.physicalId;
    const found = await w.find<ProfileAnswer>('iam', 'GetInstanceProfile', { InstanceProfileName }, GONE);
    if (!found) return undefined;
    const { Path, Roles = [] } = found.InstanceProfile;
    return {
      properties: {
        InstanceProfileName,
        ...(Path === undefined ? {} : { Path }),
        Roles: Roles.map((r) => r.RoleName),
      },
      made: made(found),
    };
  },
};
