import type { Constraint, Operation, ServiceModule } from '../../engine/types.ts';
import { imageOperations } from './images.ts';
import { registryHost } from './kinds.ts';
import { policyOperations } from './policies.ts';
import { repositoryOperations } from './repositories.ts';

/** A token lasts 12 hours: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
const tokenMs = 12 * 3_600_000;

/** The sandbox has no registry to log in to: the token has the form of AWS's and opens nothing. */
const authorization: Operation = {
  run: ({ account, region, now }) => ({
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${account.newId(64)}`).toString('base64'),
        expiresAt: new Date(now + tokenMs),
        proxyEndpoint: `https://${registryHost(account, region)}`,
      },
    ],
  }),
};

// From the API model of ECR (botocore 1.43.11, ecr/2015-09-21).
const ids: Constraint = { min: 1, max: 100 };
const tag: Constraint = { min: 1, max: 300 };
const manifest: Constraint = { min: 1, max: 4_194_304 };

export const ecr: ServiceModule = {
  signingName: 'ecr',
  iamPrefix: 'ecr',
  title: 'ECR',
  sdk: () => import('@aws-sdk/client-ecr'),
  operations: {
    ...repositoryOperations,
    ...policyOperations,
    ...imageOperations,
    GetAuthorizationToken: authorization,
  },
  constraints: {
    DescribeRepositories: { repositoryNames: ids },
    PutImage: { imageManifest: manifest, imageTag: tag },
    DescribeImages: { imageIds: ids },
    BatchGetImage: { imageIds: ids },
    BatchDeleteImage: { imageIds: ids },
    PutLifecyclePolicy: { lifecyclePolicyText: { min: 100, max: 30_720 } },
    SetRepositoryPolicy: { policyText: { max: 10_240 } },
  },
  notModelled: [
    'The registry itself: no image can be pushed or pulled with docker, layers are not kept, and PutImage believes the sizes of the manifest.',
    'Layers that images share are billed with each image.',
    'Lifecycle policies are kept and not carried out; scans, replication, pull-through caches and exclusions from immutable tags.',
  ],
};
