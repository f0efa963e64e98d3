/**
 * `docker build` and `docker push` of a build. Nothing is built: where the environment names a repository
 * (`IMAGE_REPO_NAME`, and `IMAGE_TAG` or else `latest`: the names of AWS's sample,
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker-section.html) an image whose digest follows from
 * the source is put there with the rights of the build's role.
 */
import { createHash } from 'node:crypto';
import { registryHost, repositoryArn } from '../ecr/kinds.ts';
import { dockerCommand } from './buildspec.ts';
import type { Failure, Inside } from './inside.ts';
import { variables } from './kinds.ts';

type Lines = (string | { plain: string })[];

export interface Made {
  lines: Lines;
  failure?: Failure;
}

export interface Wanted {
  repository: string;
  tag: string;
}

export function wantedImage({ build }: Inside): Wanted | undefined {
  const { IMAGE_REPO_NAME: repository, IMAGE_TAG: tag } = variables(build.environment.environmentVariables);
  return repository === undefined || repository === '' ? undefined : { repository, tag: tag ?? 'latest' };
}

/** As a command that fails is told: https://github.com/docker/build-push-action/issues/1107 has Docker's line. */
function failed(command: string, ...said: string[]): Made {
  return {
    lines: [
      `Running command ${command}`,
      ...said.map((plain) => ({ plain })),
      `Command did not exit successfully ${command} exit status 1`,
    ],
    failure: {
      code: 'COMMAND_EXECUTION_ERROR',
      text: `Error while executing command: ${command}. Reason: exit status 1`,
    },
  };
}

export function dockerBuild({ build }: Inside): Made {
  const command = dockerCommand(build.found?.commands ?? {}, 'build');
  if (build.environment.privilegedMode !== true)
    return failed(
      command,
      'ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    );
  const { dockerfile = 'Dockerfile', hasDockerfile, fault } = build.found ?? {};
  if (hasDockerfile !== true)
    return failed(
      command,
      `ERROR: failed to build: failed to solve: failed to read dockerfile: open ${dockerfile}: no such file or directory`,
    );
  if (fault !== undefined) return failed(command, ...fault);
  const said = `sandbox: ${dockerfile} was not built; the image is made of the digest of your source`;
  return { lines: [`Running command ${command}`, { plain: said }] };
}

/** What `docker push` asks of a role before it puts the image: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
const layerActions = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
];

export async function dockerPush(within: Inside, { repository, tag }: Wanted): Promise<Made> {
  const { account, region, build } = within;
  const command = dockerCommand(build.found?.commands ?? {}, 'push');
  const address = `${registryHost(account, region)}/${repository}`;
  if (build.built !== true)
    return failed(command, `An image does not exist locally with the tag: ${address}`);
  const token = await within.attempt('ecr', 'GetAuthorizationToken', {});
  if (token !== undefined) return failed(command, `denied: ${token.message}`);
  const denied = deniedAction(within, repositoryArn(account, region, repository));
  if (denied !== undefined) return failed(command, `denied: ${denied}`);
  const imageManifest = manifestOf(within);
  const error = await within.attempt('ecr', 'PutImage', {
    repositoryName: repository,
    imageManifest,
    imageTag: tag,
  });
  if (error?.code === 'RepositoryNotFoundException') return failed(command, `name unknown: ${error.message}`);
  if (error !== undefined && error.code !== 'ImageAlreadyExistsException')
    return failed(command, `denied: ${error.message}`);
  const digest = createHash('sha256').update(imageManifest).digest('hex');
  return {
    lines: [
      `Running command ${command}`,
      { plain: `The push refers to repository [${address}]` },
      { plain: `${tag}: digest: sha256:${digest} size: ${Buffer.byteLength(imageManifest)}` },
    ],
  };
}

function deniedAction({ account, role }: Inside, resource: string): string | undefined {
  const action = layerActions.find(
    (one) => !account.authorize({ principal: role, action: one, resource, context: {} }).allowed,
  );
  return action === undefined
    ? undefined
    : `User: ${role.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}

/** The same source makes the same digest. */
function manifestOf({ build }: Inside): string {
  const { sha256 = '', bytes = 0 } = build.found ?? {};
  const piece = (name: string, size: number) => ({
    mediaType: `application/vnd.docker.${name}`,
    digest: `sha256:${createHash('sha256').update(`${name} ${sha256}`).digest('hex')}`,
    size,
  });
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: piece('container.image.v1+json', 1500),
    layers: [piece('image.rootfs.diff.tar.gzip', bytes)],
    annotations: { 'millwright.sandbox': 'made by the sandbox: nothing was built' },
  });
}
