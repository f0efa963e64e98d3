/**
 * The commands that a buildspec names, for the log: none is run.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
import { parse, YAMLParseError } from 'yaml';

/** A buildspec that stands in the project itself, and not the path of a file. */
export const isInline = (text: string): boolean => /[\n:{]/.test(text);

/** By phase (`pre_build`); a text: why it cannot be read, as CodeBuild says it. */
export function commandsIn(text: string): Record<string, string[]> | string {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) return error.message;
    throw error;
  }
  const phases = member(document, 'phases');
  if (member(document, 'version') === undefined)
    return 'invalid buildspec `version` specified: , see documentation';
  if (typeof phases !== 'object' || phases === null) return 'Missing `phases` in the buildspec';
  const unknown = Object.keys(phases).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return `Invalid buildspec phase name: ${unknown}. Expecting: build,install,post_build,pre_build`;
  return Object.fromEntries(
    known.map((name) => {
      const commands = member(member(phases, name), 'commands');
      return [name, [commands ?? []].flat().map((command) => (typeof command === 'string' ? command : ''))];
    }),
  );
}

const known = ['install', 'pre_build', 'build', 'post_build'];

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** The first command of its kind (`docker build`), else AWS's own sample. */
export const dockerCommand = (commands: Record<string, string[]>, verb: 'build' | 'push'): string =>
  Object.values(commands)
    .flat()
    .flatMap((command) => command.split('\n'))
    .map((line) => line.trim())
    .find((line) => kinds[verb].test(line)) ?? samples[verb];

const kinds = { build: /^docker (?:buildx )?build\b/, push: /^docker push\b/ };

/** https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker-section.html */
const samples = {
  build: 'docker build -t $IMAGE_REPO_NAME:$IMAGE_TAG .',
  push: 'docker push $AWS_ACCOUNT_ID.dkr.ecr.$AWS_DEFAULT_REGION.amazonaws.com/$IMAGE_REPO_NAME:$IMAGE_TAG',
};

/** Path of the Dockerfile that a `docker build` reads. */
export const dockerfileOf = (command: string): string =>
  (/\s(?:-f|--file)[ =]"?([^\s"]+)/.exec(command)?.[1] ?? 'Dockerfile').replace(/^\.\//, '');
