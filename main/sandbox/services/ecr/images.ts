import { createHash } from 'node:crypto';
import type {
  BatchDeleteImageRequest,
  BatchGetImageRequest,
  DescribeImagesRequest,
  ImageFailure,
  ImageIdentifier,
  ListImagesRequest,
  PutImageRequest,
} from '@aws-sdk/client-ecr';
import { AwsError, type Operation, type SandboxAccount } from '../../engine/types.ts';
import {
  imageKind,
  imagesOf,
  invalid,
  onRepository,
  repositoryIn,
  repositoryKind,
  type Image,
  type OfRepository,
} from './kinds.ts';

const pageOf = (items: string) => ({
  items,
  input: 'nextToken',
  output: 'nextToken',
  limit: 'maxResults',
  defaultSize: 100,
  maxSize: 1000,
});

interface Manifest {
  mediaType?: string;
  config?: { size?: number };
  layers?: { size?: number }[];
}

function read(text: string): Manifest {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof found !== 'object' || found === null) throw invalid('ImageManifest', 'Invalid JSON syntax');
  return found;
}

/** Keeps an image and what the repository weighs. */
function keep(account: SandboxAccount, region: string, image: Image): void {
  const table = account.table(imageKind, region);
  const former = table.get(imageKind.key(image));
  table.put(image);
  weigh(account, region, image.repository, image.bytes - (former?.bytes ?? 0));
}

function drop(account: SandboxAccount, region: string, image: Readonly<Image>): void {
  account.table(imageKind, region).delete(imageKind.key(image));
  weigh(account, region, image.repository, -image.bytes);
}

function weigh(account: SandboxAccount, region: string, name: string, bytes: number): void {
  const table = account.table(repositoryKind, region);
  const repository = table.get(name);
  if (repository !== undefined && bytes !== 0)
    table.put({ ...repository, storedBytes: repository.storedBytes + bytes });
}

const put: Operation<PutImageRequest & OfRepository & { imageManifest: string }> = {
  access: onRepository,
  run(call) {
    const { account, region, input, now } = call;
    const repository = repositoryIn(call);
    const { imageManifest: manifest, imageTag: tag } = input;
    const { mediaType, config, layers = [] } = read(manifest);
    const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
    if (input.imageDigest !== undefined && input.imageDigest !== digest)
      throw new AwsError(
        'ImageDigestDoesNotMatchException',
        'The specified image digest does not match the digest that Amazon ECR calculated for the image.',
      );
    const images = imagesOf(account, region, repository.name);
    const same = images.find((i) => i.digest === digest);
    const place = `in the repository with name '${repository.name}' in registry with id '${account.id}'`;
    if (same !== undefined && (tag === undefined || same.tags.includes(tag)))
      throw new AwsError(
        'ImageAlreadyExistsException',
        `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists ${place}`,
      );
    const holder = tag === undefined ? undefined : images.find((i) => i.tags.includes(tag));
    if (holder !== undefined && repository.mutability.startsWith('IMMUTABLE'))
      throw new AwsError(
        'ImageTagAlreadyExistsException',
        `The image tag '${tag ?? ''}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
      );
    if (holder !== undefined)
      keep(account, region, { ...holder, tags: holder.tags.filter((t) => t !== tag) });
    const image: Image = {
      repository: repository.name,
      digest,
      tags: [...(same?.tags ?? []), ...(tag === undefined ? [] : [tag])],
      manifest,
      mediaType:
        input.imageManifestMediaType ?? mediaType ?? 'application/vnd.docker.distribution.manifest.v2+json',
      bytes: [config, ...layers].reduce((sum, piece) => sum + (piece?.size ?? 0), 0),
      pushedAt: same?.pushedAt ?? now,
    };
    keep(account, region, image);
    return {
      image: shown(account, image, { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) }),
    };
  },
};

const shown = (account: SandboxAccount, image: Readonly<Image>, imageId: ImageIdentifier) => ({
  registryId: account.id,
  repositoryName: image.repository,
  imageId,
  imageManifest: image.manifest,
  imageManifestMediaType: image.mediaType,
});

const matches = (image: Readonly<Image>, id: ImageIdentifier): boolean =>
  (id.imageDigest ?? image.digest) === image.digest &&
  (id.imageTag === undefined || image.tags.includes(id.imageTag)) &&
  (id.imageDigest ?? id.imageTag) !== undefined;

const byTags = (images: Readonly<Image>[], status: string | undefined) =>
  images.filter(
    (i) => status === undefined || status === 'ANY' || i.tags.length > 0 === (status === 'TAGGED'),
  );

const describe: Operation<DescribeImagesRequest & OfRepository> = {
  access: onRepository,
  page: pageOf('imageDetails'),
  run(call) {
    const { account, region, input } = call;
    const { name } = repositoryIn(call);
    const all = imagesOf(account, region, name);
    const missing = input.imageIds?.find((id) => !all.some((i) => matches(i, id)));
    if (missing !== undefined)
      throw new AwsError(
        'ImageNotFoundException',
        `The image with imageId {imageDigest:'${missing.imageDigest ?? 'null'}', imageTag:'${missing.imageTag ?? 'null'}'} does not exist within the repository with name '${name}' in the registry with id '${account.id}'`,
      );
    const chosen =
      input.imageIds === undefined ? all : all.filter((i) => input.imageIds?.some((id) => matches(i, id)));
    return {
      imageDetails: byTags(chosen, input.filter?.tagStatus).map((i) => ({
        registryId: account.id,
        repositoryName: name,
        imageDigest: i.digest,
        ...(i.tags.length > 0 ? { imageTags: [...i.tags] } : {}),
        imageSizeInBytes: i.bytes,
        imagePushedAt: new Date(i.pushedAt),
        imageManifestMediaType: i.mediaType,
        ...(i.pulledAt === undefined ? {} : { lastRecordedPullTime: new Date(i.pulledAt) }),
      })),
    };
  },
};

const list: Operation<ListImagesRequest & OfRepository> = {
  access: onRepository,
  page: pageOf('imageIds'),
  run(call) {
    const { account, region, input } = call;
    const images = byTags(imagesOf(account, region, repositoryIn(call).name), input.filter?.tagStatus);
    return {
      imageIds: images.flatMap(({ digest: imageDigest, tags }): ImageIdentifier[] =>
        tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag })),
      ),
    };
  },
};

const notThere = (imageId: ImageIdentifier): ImageFailure =>
  imageId.imageDigest === undefined && imageId.imageTag === undefined
    ? {
        imageId,
        failureCode: 'MissingDigestAndTag',
        failureReason: 'Invalid request parameters: both tag and digest cannot be null',
      }
    : { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };

const get: Operation<BatchGetImageRequest & OfRepository> = {
  access: onRepository,
  run(call) {
    const { account, region, input, now } = call;
    const all = imagesOf(account, region, repositoryIn(call).name);
    const asked = (input.imageIds ?? []).map((id) => ({ id, image: all.find((i) => matches(i, id)) }));
    for (const { image } of asked)
      if (image !== undefined) keep(account, region, { ...image, tags: [...image.tags], pulledAt: now });
    return {
      images: asked.flatMap(({ id, image }) =>
        image === undefined ? [] : [shown(account, image, { ...id, imageDigest: image.digest })],
      ),
      failures: asked.flatMap(({ id, image }) => (image === undefined ? [notThere(id)] : [])),
    };
  },
};

/** By tag: the tag goes, and the image with its last one. By digest: the image goes with all its tags. */
const remove: Operation<BatchDeleteImageRequest & OfRepository> = {
  access: onRepository,
  run(call) {
    const { account, region, input } = call;
    const { name } = repositoryIn(call);
    const imageIds: ImageIdentifier[] = [];
    const failures: ImageFailure[] = [];
    for (const id of input.imageIds ?? []) {
      const image = imagesOf(account, region, name).find((i) => matches(i, id));
      if (image === undefined) failures.push(notThere(id));
      else imageIds.push(...removed(account, region, image, id));
    }
    return { imageIds, failures };
  },
};

function removed(
  account: SandboxAccount,
  region: string,
  image: Readonly<Image>,
  { imageTag }: ImageIdentifier,
): ImageIdentifier[] {
  const imageDigest = image.digest;
  const tags = imageTag === undefined ? [] : image.tags.filter((tag) => tag !== imageTag);
  if (tags.length > 0) keep(account, region, { ...image, tags });
  else drop(account, region, image);
  if (imageTag !== undefined) return [{ imageDigest, imageTag }];
  return image.tags.length === 0
    ? [{ imageDigest }]
    : image.tags.map((tag) => ({ imageDigest, imageTag: tag }));
}

export const imageOperations = {
  PutImage: put,
  DescribeImages: describe,
  ListImages: list,
  BatchGetImage: get,
  BatchDeleteImage: remove,
};
