/**
 * Images that are offered by name: AWS's deep learning containers from the public gallery, which no registry of AWS has to
 * be signed in to. Both hold Python 3.12, the framework, CUDA and boto3, and run the command that they are given.
 *
 * Tags, end of support and "public_registry": github.com/aws/deep-learning-containers,
 * docs/src/data/tensorflow-training/2.21-gpu-sagemaker.yml and docs/src/data/pytorch/2.14-cuda-ec2.yml; what they hold:
 * docker/tensorflow/training/2.21 and docker/pytorch/2.14 there. Read on 21 November 2026; docs/training.md, "Images".
 */
import type { Target } from '../../../preload/contract/plan.ts';
import { imageBuildName } from '../../plans/names.ts';

export const images = ['tensorflow', 'pytorch'] as const;
export type ImageId = (typeof images)[number];

interface Offered {
  address: string;
  /** Day until which AWS looks after it. */
  until: string;
}

export const catalogue: Readonly<Record<ImageId, Offered>> = {
  tensorflow: {
    address:
      'public.ecr.aws/deep-learning-containers/tensorflow-training:2.21.0-gpu-py312-cu129-amzn2023-sagemaker',
    until: '2027-07-10',
  },
  pytorch: {
    address: 'public.ecr.aws/deep-learning-containers/pytorch:2.14.0-cu133-amzn2023',
    until: '2027-09-28',
  },
};

export const isOffered = (choice: string): choice is ImageId =>
  (images as readonly string[]).includes(choice);

/** In place of an address: built by AWS from a folder. */
export const fromFolder = 'build';

interface Chosen {
  name: string;
  image: { choice: string; address: string };
}

/** The registry address of the image that the job runs. One that is built carries the plan's id, so it is known before. */
export function imageAddress({ name, image }: Chosen, target: Target, planId: string): string {
  if (image.choice === 'new') return image.address;
  if (image.choice === fromFolder) return `${registryOf(target)}/${imageBuildName(name)}:${planId}`;
  return isOffered(image.choice) ? catalogue[image.choice].address : image.choice;
}

/** The account's own registry; a draft that is bound to no account says so. */
export const registryOf = ({ accountId, region, partition }: Target): string =>
  `${accountId ?? 'ACCOUNT'}.dkr.ecr.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
