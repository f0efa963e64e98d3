import type { Constraint, ServiceModule } from '../../engine/types.ts';
import { buildOperations } from './builds.ts';
import { phaseFailures, phaseSeconds, phaseTimers } from './phases.ts';
import { projectOperations } from './projects.ts';

// From the API model of CodeBuild (botocore 1.43.11, codebuild/2016-10-06).
const hundred: Constraint = { min: 1, max: 100 };
const text: Constraint = { min: 1 };
const tagText = (min: number, max: number): Constraint => ({
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=@+-]*$/u,
  min,
  max,
});
const project = {
  description: { max: 255 },
  timeoutInMinutes: { min: 5, max: 2160 },
  queuedTimeoutInMinutes: { min: 5, max: 480 },
  'environment.image': text,
  'environment.imagePullCredentialsType': { enum: ['CODEBUILD', 'SERVICE_ROLE'] },
  'environment.environmentVariables[].name': text,
  'environment.environmentVariables[].type': { enum: ['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER'] },
  'artifacts.type': { enum: ['CODEPIPELINE', 'S3', 'NO_ARTIFACTS'] },
  'logsConfig.cloudWatchLogs.status': { enum: ['ENABLED', 'DISABLED'] },
  serviceRole: text,
  tags: { max: 50 },
  'tags[].key': tagText(1, 127),
  'tags[].value': tagText(0, 255),
} satisfies Record<string, Constraint>;

export const codebuild: ServiceModule = {
  signingName: 'codebuild',
  iamPrefix: 'codebuild',
  title: 'CodeBuild',
  sdk: () => import('@aws-sdk/client-codebuild'),
  operations: { ...projectOperations, ...buildOperations },
  constraints: {
    CreateProject: project,
    UpdateProject: project,
    BatchGetProjects: { names: hundred },
    BatchGetBuilds: { ids: hundred },
    StartBuild: {
      projectName: text,
      timeoutInMinutesOverride: { min: 5, max: 2160 },
      'environmentVariablesOverride[].name': text,
    },
  },
  times: phaseSeconds,
  timers: phaseTimers,
  fails: phaseFailures,
  notModelled: [
    'The buildspec is read and not run, and no image is built: the log says so. Where the environment names a repository in IMAGE_REPO_NAME (and a tag in IMAGE_TAG), an image whose digest follows from the source is put there with the rights of the build’s role.',
    'A build fails where AWS’s would: no rights to its log, a source that is not there or is neither a ZIP file nor a folder, no buildspec, no Dockerfile, one with an unknown instruction, no FROM, or a COPY of a file that is not there, no privileged mode, no repository, no rights to push.',
    'Sources other than a ZIP file or a folder in S3 or none, environments other than Linux containers of four sizes, networks, caches, artifacts, triggers, batches, fleets, reports.',
    'A build never takes longer than its limit, so none times out. At most 10 run at a time.',
  ],
};
