/** Where a run's files lie: what is uploaded, what is read in place, and the addresses that the program gets. Pure. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { UploadChange } from '../../../preload/contract/plan.ts';
import type { StageFact } from '../../plans/facts/stage.ts';
import { shippedStage, shippedUpload } from '../../plans/shipped-files.ts';
import type { Facts } from '../../plans/source.ts';
import { bucketOf } from '../bucket-choice.ts';
import type { TrainingAnswers } from './answers.ts';
import { fromFolder } from './images.ts';
import { commonFolder, placeOf } from './places.ts';

/** Folder of a training in its bucket. */
export const prefixOf = (name: string): string => `trainings/${name}`;

/** `image`: a folder of its own that the image is built from. */
export type Use = 'code' | 'training' | 'test' | 'image';
const uses = ['code', 'training', 'test', 'image'] as const;

/** Where it is put below the folder of the run. */
const below = (use: Use): string => (use === 'code' || use === 'image' ? `${use}/` : `data/${use}/`);

export function answerFor({ code, data, image }: TrainingAnswers, use: Use): string {
  if (use === 'image') return image.choice === fromFolder ? image.folder : '';
  return use === 'code' ? code : data[use];
}

export interface RunFile {
  use: Use;
  bucket: string;
  /** A folder with a slash at its end, or one file. */
  key: string;
  /** Laid ready on this computer. `undefined`: nobody looked. */
  stage?: { id: string; prefix: string; files: StageFact['files'] | null | undefined };
}

/** Code and data of the answers, in the order in which they are asked. What is not given is not there. */
export function runFiles(answers: TrainingAnswers, facts: Facts, run: string): RunFile[] {
  return uses.flatMap((use): RunFile[] => {
    const place = placeOf(answerFor(answers, use));
    if (place === undefined || place.from === 'none') return [];
    if (place.from === 's3') return [{ use, bucket: place.bucket, key: place.key }];
    const stage = facts.value<StageFact | null>(`stage:${place.stageId}`);
    const files = stage === null ? null : stage?.files;
    const prefix = `${prefixOf(answers.name)}/${run}/${below(use)}`;
    const paths = (files ?? []).map(({ path }) => path);
    const [only] = paths;
    // One file of data is named itself; code and image are always folders.
    const isData = use === 'training' || use === 'test';
    const inside = isData && paths.length === 1 && only !== undefined ? only : commonFolder(paths);
    return [
      {
        use,
        bucket: bucketOf(answers),
        key: `${prefix}${inside}`,
        stage: { id: place.stageId, prefix, files },
      },
    ];
  });
}

export const stageFacts = (answers: TrainingAnswers) =>
  uses.flatMap((use) => {
    const place = placeOf(answerFor(answers, use));
    return place?.from === 'computer' ? [{ key: `stage:${place.stageId}`, decisive: true }] : [];
  });

export const bootstrap = () => shippedUpload('train.sh');

/** The start program under its SHA-256, and what was picked on this computer. */
export function uploads(answers: TrainingAnswers, files: readonly RunFile[]): UploadChange[] {
  const bucket = bucketOf(answers);
  const program = bootstrap();
  return [
    {
      id: 'bootstrap',
      kind: 'upload',
      says: message('plan.training.bootstrap', { bucket }),
      note: message('plan.training.bootstrap.note'),
      stageId: shippedStage,
      bucket,
      prefix: `millwright/bootstrap/${program.sha256}/`,
      files: [program],
    },
    ...files.flatMap(({ use, stage }): UploadChange[] => {
      if (stage === undefined) return [];
      const staged = stage.files ?? [];
      const bytes = staged.reduce((sum, file) => sum + file.bytes, 0);
      return [
        {
          id: `upload-${use}`,
          kind: 'upload',
          says: message(`plan.training.upload.${use}`, { count: staged.length, size: { bytes }, bucket }),
          note: message('plan.upload.note'),
          stageId: stage.id,
          bucket,
          prefix: stage.prefix,
          files: staged.map(({ path, bytes: size, sha256 }) => ({ path, bytes: size, sha256: sha256 ?? '' })),
        },
      ];
    }),
  ];
}

/** Quotes of either sort hold together what has spaces, as the start program reads it. */
function firstWord(script: string): string {
  const [, double, single, plain] = /^(?:"([^"]*)"|'([^']*)'|(\S*))/.exec(script) ?? [];
  return double ?? single ?? plain ?? '';
}

/** Why the files of this computer cannot be sent, or would not run. */
export function fileBlockers({ script }: TrainingAnswers, files: readonly RunFile[]): Message[] {
  return files.flatMap(({ use, stage }): Message[] => {
    if (stage === undefined || stage.files === undefined) return [];
    if (stage.files === null) return [message('plan.upload.gone')];
    const waiting = stage.files.filter(({ sha256 }) => sha256 === null).length;
    if (waiting > 0) return [message('plan.upload.waiting', { count: waiting })];
    if (use !== 'code') return [];
    const root = commonFolder(stage.files.map(({ path }) => path));
    const wanted = firstWord(script);
    const there = stage.files.some(
      ({ path }) => path === `${root}${wanted}` || script === path.slice(root.length),
    );
    return there ? [] : [message('plan.training.noScript', { script: wanted })];
  });
}
