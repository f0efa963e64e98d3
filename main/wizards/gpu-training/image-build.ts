/** The image that AWS builds from a folder: where the folder is, the Dockerfile, the project, and the one build. Pure. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { CallChange, Change, StackChange, UploadChange } from '../../../preload/contract/plan.ts';
import type { ImageSourceFact } from '../../plans/facts/image-source.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { foundationArns, imageBuildName, stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext } from '../../plans/source.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import { loadTemplate } from '../../plans/templates.ts';
import { allParameters } from '../../plans/template-values.ts';
import { resourcesChanged } from '../../plans/update-effects.ts';
import { writtenFile, writtenStage } from '../../plans/written-files.ts';
import type { TrainingAnswers } from './answers.ts';
import { dockerfileFor } from './dockerfile.ts';
import { fromFolder } from './images.ts';
import { placeOf } from './places.ts';
import { prefixOf, type RunFile } from './run-files.ts';

/** Minutes after which AWS ends a build, and what one usually takes. */
export const limitMinutes = 60;
export const usualMinutes = 20;
/** Images that AWS keeps; older ones it deletes. */
const keepImages = 5;

export const isBuilt = ({ image }: Pick<TrainingAnswers, 'image'>): boolean => image.choice === fromFolder;

/** The answer that names the folder: the program's own unless another one is given. */
const folderOf = ({ code, image }: TrainingAnswers): string => (image.folder === '' ? code : image.folder);

export const imageStackFact = ({ name }: Pick<TrainingAnswers, 'name'>): string =>
  `stack:${stackNames.imageBuild(name)}`;

export function imageFacts(answers: TrainingAnswers): { key: string; decisive: boolean }[] {
  if (!isBuilt(answers)) return [];
  const place = placeOf(folderOf(answers));
  return [
    { key: imageStackFact(answers), decisive: true },
    ...(place?.from === 's3' ? [{ key: `image-source:${place.bucket}/${place.key}`, decisive: true }] : []),
  ];
}

export interface BuildSource {
  bucket: string;
  /** The folder, with a slash at its end. */
  key: string;
  /** What builds of this training may read. */
  prefix: string;
  /** Undefined: nobody could look. */
  holds: ImageSourceFact | undefined;
}

/** Undefined: the image is not built. */
export function buildSource(
  answers: TrainingAnswers,
  files: readonly RunFile[],
  facts: Facts,
): BuildSource | undefined {
  if (!isBuilt(answers)) return undefined;
  const use = answers.image.folder === '' ? 'code' : 'image';
  const file = files.find((one) => one.use === use);
  if (file === undefined) return undefined;
  const { bucket, key, stage } = file;
  if (stage === undefined)
    return { bucket, key, prefix: key, holds: facts.value<ImageSourceFact>(`image-source:${bucket}/${key}`) };
  const paths = stage.files?.map(({ path }) => `${stage.prefix}${path}`);
  const has = (name: string) => paths?.includes(`${key}${name}`) === true;
  return {
    bucket,
    key,
    prefix: `${prefixOf(answers.name)}/`,
    holds: paths && {
      empty: paths.length === 0,
      dockerfile: has('Dockerfile'),
      requirements: has('requirements.txt'),
    },
  };
}

/** The Dockerfile that is written for the person; undefined: the folder has one, or nobody could look. */
export const writtenFor = ({ image }: TrainingAnswers, { holds }: BuildSource): string | undefined =>
  holds === undefined || holds.dockerfile ? undefined : dockerfileFor(image.base, holds.requirements);

function dockerfileUpload(answers: TrainingAnswers, source: BuildSource): UploadChange[] {
  const text = writtenFor(answers, source);
  if (text === undefined) return [];
  return [
    {
      id: 'dockerfile',
      kind: 'upload',
      says: message('plan.training.dockerfile', { address: `s3://${source.bucket}/${source.key}Dockerfile` }),
      note: message('plan.training.dockerfile.note', { text: text.trimEnd() }),
      stageId: writtenStage,
      bucket: source.bucket,
      prefix: source.key,
      files: [writtenFile('Dockerfile', text)],
    },
  ];
}

export function imageParameters(
  { name }: Pick<TrainingAnswers, 'name'>,
  { bucket, prefix }: Pick<BuildSource, 'bucket' | 'prefix'>,
  { target }: Pick<PlanContext, 'target'>,
): Record<string, string> {
  return {
    ImageName: name.toLowerCase(),
    KeepImages: String(keepImages),
    SourceBucket: bucket,
    SourcePrefix: prefix,
    LimitMinutes: String(limitMinutes),
    LogDays: '90',
    BoundaryArn: foundationArns(target)?.boundary ?? '',
  };
}

/** Makes the registry and the project; what an earlier plan made is used, and changed where this one needs it. */
function imageStack(
  answers: TrainingAnswers,
  source: BuildSource,
  facts: Facts,
  context: PlanContext,
  roleArn: string | undefined,
): StackChange[] {
  const wanted = imageParameters(answers, source, context);
  const stack = facts.value<StackFact | null>(imageStackFact(answers));
  const repository = imageBuildName(answers.name);
  const base = {
    id: 'image',
    kind: 'stack' as const,
    usually: { from: 30, to: 90, worryAfter: 300 },
    stackName: stackNames.imageBuild(answers.name),
    capabilities: ['CAPABILITY_IAM'],
    stays: [],
  };
  if (stack == null)
    return [
      {
        ...base,
        action: 'create',
        says: message('plan.training.image.make', { repository, keep: keepImages }),
        sentences: [
          {
            says: message('plan.training.image.make', { repository, keep: keepImages }),
            note: message('plan.training.image.make.note'),
          },
          {
            says: message('plan.training.image.role', {
              repository,
              folder: `${source.bucket}/${source.prefix}`,
            }),
            note: message('plan.training.image.role.note'),
          },
        ],
        ...templateOf('image-build', wanted, context.target),
        parameters: wanted,
        tags: stackTags(context.planId, 'gpu-training'),
        ...(roleArn !== undefined && { roleArn }),
      },
    ];
  const { document } = loadTemplate('image-build');
  const before = allParameters(document, stack.parameters);
  const parameters = Object.fromEntries(
    (['SourceBucket', 'SourcePrefix'] as const).flatMap((name) =>
      before[name] === wanted[name] ? [] : [[name, wanted[name] ?? '']],
    ),
  );
  if (Object.keys(parameters).length === 0) return [];
  return [
    {
      ...base,
      action: 'update',
      says: message('plan.training.image.change', { folder: `${source.bucket}/${source.prefix}` }),
      parameters,
      resources: resourcesChanged(document, before, { ...before, ...parameters }, context.target),
      tags: stack.tags,
      ...(stack.roleArn !== null && { roleArn: stack.roleArn }),
    },
  ];
}

/** One build. Its token is made when it is asked for; the plan's id is the image's tag, by which it is found again. */
export function buildCall(
  { name }: Pick<TrainingAnswers, 'name'>,
  { bucket, key }: BuildSource,
  planId: string,
): CallChange {
  const projectName = imageBuildName(name);
  return {
    id: 'build',
    kind: 'call',
    says: message('plan.training.image.build', { folder: `${bucket}/${key}`, repository: projectName }),
    note: message('plan.training.image.build.note', { minutes: limitMinutes }),
    usually: { from: 300, to: usualMinutes * 60, worryAfter: 2400 },
    service: 'codebuild',
    operation: 'StartBuild',
    input: {
      projectName,
      sourceLocationOverride: `${bucket}/${key}`,
      environmentVariablesOverride: [{ name: 'IMAGE_TAG', value: planId, type: 'PLAINTEXT' }],
    },
    repeat: 'token',
    until: { thing: 'build', name: `${projectName}/${planId}`, state: 'SUCCEEDED' },
  };
}

/** Everything between the uploads and the training. */
export function imageChanges(
  answers: TrainingAnswers,
  source: BuildSource | undefined,
  facts: Facts,
  context: PlanContext,
  roleArn: string | undefined,
): Change[] {
  if (source === undefined) return [];
  return [
    ...dockerfileUpload(answers, source),
    ...imageStack(answers, source, facts, context, roleArn),
    buildCall(answers, source, context.planId),
  ];
}

export function imageBlockers(
  answers: TrainingAnswers,
  source: BuildSource | undefined,
  facts: Facts,
  { target }: Pick<PlanContext, 'target'>,
): Message[] {
  if (source === undefined) return [];
  const { bucket, key, holds } = source;
  const stack = facts.value<StackFact | null>(imageStackFact(answers));
  const name = stackNames.imageBuild(answers.name);
  const folder = `${bucket}/${key}`;
  return [
    ...(stack?.health === 'busy' || stack?.health === 'stuck'
      ? [message(`plan.training.image.${stack.health}`, { name })]
      : []),
    ...(stack != null && stack.source !== 'gpu-training'
      ? [message('plan.training.image.foreign', { name })]
      : []),
    ...(holds === undefined && target.accountId !== null
      ? [message('plan.training.image.unread', { folder })]
      : []),
    ...(holds?.empty === true ? [message('plan.training.image.empty', { folder })] : []),
  ];
}
