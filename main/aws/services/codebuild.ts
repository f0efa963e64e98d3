/** The CodeBuild operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  CodeBuildClient as Client,
  BatchGetBuildsCommand,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
