/**
 * AWS::ECR::Repository. Properties and create-only ones: resource schema of the CloudFormation registry,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecr-repository.html
 */
import type { Json } from '../template/types.ts';
import type { Made, ResourceType, UpdateWork, Work } from './types.ts';
import { document, object, parsedDocument, present, tagChanges, text, truth } from './values.ts';

const GONE = ['RepositoryNotFoundException'];
const named = (w: Work) => ({ repositoryName: w.name });

interface Shown {
  repositoryArn: string;
  repositoryUri: string;
  repositoryName: string;
  imageTagMutability: string;
  imageScanningConfiguration: { scanOnPush: boolean };
  encryptionConfiguration: { encryptionType: string; kmsKey?: string };
}

const made = (found: Shown): Made => ({
  physicalId: found.repositoryName,
  attributes: { Arn: found.repositoryArn, RepositoryUri: found.repositoryUri },
});

const scanning = (w: Work) => ({
  scanOnPush: truth(object(w.properties, 'ImageScanningConfiguration') ?? {}, 'ScanOnPush') ?? false,
});

const lifecycleText = (w: Work) => text(object(w.properties, 'LifecyclePolicy') ?? {}, 'LifecyclePolicyText');

async function putLifecycle(w: Work): Promise<void> {
  const lifecyclePolicyText = lifecycleText(w);
  if (lifecyclePolicyText !== undefined)
    await w.call('ecr', 'PutLifecyclePolicy', { ...named(w), lifecyclePolicyText });
  else await w.find('ecr', 'DeleteLifecyclePolicy', named(w), ['LifecyclePolicyNotFoundException']);
}

async function putPolicy(w: Work): Promise<void> {
  if (w.properties['RepositoryPolicyText'] !== undefined)
    await w.call('ecr', 'SetRepositoryPolicy', {
      ...named(w),
      policyText: document(w.properties, 'RepositoryPolicyText'),
    });
  else await w.find('ecr', 'DeleteRepositoryPolicy', named(w), ['RepositoryPolicyNotFoundException']);
}

async function retag(w: UpdateWork): Promise<void> {
  const { add, drop } = tagChanges(w.before.tags, w.tags);
  const resourceArn = w.attributes['Arn'];
  if (add.length > 0) await w.call('ecr', 'TagResource', { resourceArn, tags: add });
  if (drop.length > 0) await w.call('ecr', 'UntagResource', { resourceArn, tagKeys: drop });
}

export const repository: ResourceType = {
  type: 'AWS::ECR::Repository',
  service: 'Ecr',
  properties: {
    EmptyOnDelete: {},
    EncryptionConfiguration: { createOnly: true },
    ImageScanningConfiguration: {},
    ImageTagMutability: {},
    ImageTagMutabilityExclusionFilters: { notModelled: true },
    LifecyclePolicy: {},
    RepositoryName: { createOnly: true },
    RepositoryPolicyText: {},
    Tags: {},
  },
  attributes: ['Arn', 'RepositoryUri'],
  name: { property: 'RepositoryName', max: 256, end: 'lower' },
  stackTags: 'all',
  seconds: 3,
  async create(w) {
    const encryption = object(w.properties, 'EncryptionConfiguration');
    const answer = await w.call<{ repository: Shown }>('ecr', 'CreateRepository', {
      ...named(w),
      ...present({
        imageTagMutability: text(w.properties, 'ImageTagMutability'),
        imageScanningConfiguration: scanning(w),
        encryptionConfiguration:
          encryption &&
          present({ encryptionType: text(encryption, 'EncryptionType'), kmsKey: text(encryption, 'KmsKey') }),
        tags: w.tags.length > 0 ? w.tags : undefined,
      }),
    });
    return made(answer.repository);
  },
  async ready(w) {
    if (w.properties['LifecyclePolicy'] !== undefined) await putLifecycle(w);
    if (w.properties['RepositoryPolicyText'] !== undefined) await putPolicy(w);
    return true;
  },
  async update(w) {
    if (w.changed.has('ImageTagMutability'))
      await w.call('ecr', 'PutImageTagMutability', {
        ...named(w),
        imageTagMutability: text(w.properties, 'ImageTagMutability') ?? 'MUTABLE',
      });
    if (w.changed.has('ImageScanningConfiguration'))
      await w.call('ecr', 'PutImageScanningConfiguration', {
        ...named(w),
        imageScanningConfiguration: scanning(w),
      });
    if (w.changed.has('LifecyclePolicy')) await putLifecycle(w);
    if (w.changed.has('RepositoryPolicyText')) await putPolicy(w);
    await retag(w);
    return true;
  },
  async remove(w) {
    const force = truth(w.properties, 'EmptyOnDelete') ?? false;
    await w.find('ecr', 'DeleteRepository', { ...named(w), force }, GONE);
    return true;
  },
  async read(w) {
    const found = await w.find<{ repositories: Shown[] }>(
      'ecr',
      'DescribeRepositories',
      { repositoryNames: [w.name] },
      GONE,
    );
    const shown = found?.repositories[0];
    if (!shown) return undefined;
    const resourceArn = shown.repositoryArn;
    const { tags } = await w.call<{ tags?: Json }>('ecr', 'ListTagsForResource', { resourceArn });
    const lifecycle = await w.find<{ lifecyclePolicyText: string }>('ecr', 'GetLifecyclePolicy', named(w), [
      'LifecyclePolicyNotFoundException',
    ]);
    const policy = await w.find<{ policyText: string }>('ecr', 'GetRepositoryPolicy', named(w), [
      'RepositoryPolicyNotFoundException',
    ]);
    const { encryptionType, kmsKey } = shown.encryptionConfiguration;
    return {
      properties: present({
        RepositoryName: shown.repositoryName,
        ImageTagMutability: shown.imageTagMutability,
        ImageScanningConfiguration: { ScanOnPush: shown.imageScanningConfiguration.scanOnPush },
        EncryptionConfiguration: present({ EncryptionType: encryptionType, KmsKey: kmsKey }),
        LifecyclePolicy: lifecycle && { LifecyclePolicyText: lifecycle.lifecyclePolicyText },
        RepositoryPolicyText: policy && parsedDocument(policy.policyText),
        // Written only: AWS never tells it, so it cannot have drifted.
        EmptyOnDelete: w.properties['EmptyOnDelete'],
        Tags: tags,
      }),
      made: made(shown),
    };
  },
};
