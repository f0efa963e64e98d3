/** An image of the account's own registry must be there; any other registry's is taken as it is. */
import { AwsError, type SandboxAccount } from '../../engine/types.ts';
import { batchItself } from './roles.ts';

const ownRegistry = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/(.+)$/;

/** Undefined: it can be pulled. Text: what Docker says, as the container's reason. */
export async function imageFault(
  account: SandboxAccount,
  region: string,
  image: string,
): Promise<string | undefined> {
  const [, registry, place = region, named = ''] = ownRegistry.exec(image) ?? [];
  if (registry !== account.id) return undefined;
  const [tagged = '', imageDigest] = named.split('@');
  const [repositoryName, imageTag = 'latest'] = tagged.split(':');
  const imageIds = [imageDigest === undefined ? { imageTag } : { imageDigest }];
  try {
    await account.perform({
      service: 'ecr',
      operation: 'DescribeImages',
      input: { repositoryName, imageIds },
      as: batchItself,
      region: place,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const words = 'CannotPullContainerError: Error response from daemon: ';
    if (error.code.startsWith('RepositoryNotFound'))
      return `${words}pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;
    if (error.code.startsWith('ImageNotFound'))
      return `${words}manifest for ${image} not found: manifest unknown: Requested image not found`;
    // Without a registry in the sandbox nobody can say.
    if (error.code === 'NotModelledInSandbox') return undefined;
    return `${words}${error.message}`;
  }
}
