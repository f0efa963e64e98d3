/** A plan as a script for the AWS CLI, for a cloud engineer who runs it elsewhere. */
import { readFileSync } from 'node:fs';
import { say } from '../../../words/index.ts';
import type {
  CallChange,
  Change,
  Plan,
  SettingChange,
  UploadChange,
} from '../../../preload/contract/plan.ts';
import { shippedFile, shippedStage } from '../shipped-files.ts';
import { bashComment, bashWord } from './bash.ts';
import { head, input, type InputFile, line, type Reader, stop, type Tell, teller } from './script.ts';
import { parameterFile, stackLines } from './stack-lines.ts';

/** The CLI's name of a service where it is another than the SDK's. */
const cliServices: Record<string, string> = { s3: 's3api' };

const kebab = (operation: string) =>
  operation
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

interface Lines {
  lines: string[];
  /** What the lines read besides templates, by name. */
  files: InputFile[];
}

/** The script, and the files beside it that it reads. Templates are the caller's. */
export function asScript(plan: Plan, reader: Reader): { script: string; files: InputFile[] } {
  const { language, timeZone } = reader;
  const options = { timeZone, now: Date.parse(plan.madeAt) };
  const tell = teller(language);
  const parts = plan.changes.map((change, index) => {
    const { lines, files } = linesOf(change, { plan, tell, name: `input-${index + 1}.json` });
    return { lines: [bashComment(say(language, change.says, options)), ...lines, ''], files };
  });
  const lines = [...head(plan, reader), ...parts.flatMap((part) => part.lines)];
  return { script: lines.join('\n'), files: parts.flatMap((part) => part.files) };
}

interface Around {
  plan: Plan;
  tell: Tell;
  /** Name of a file for a request that is too long for a line. */
  name: string;
}

function linesOf(change: Change, around: Around): Lines {
  switch (change.kind) {
    case 'stack': {
      const secrets = (around.plan.secrets ?? []).filter((one) => one.change === change.id);
      const names = secrets.filter(({ required }) => required).map(({ name }) => name);
      return { lines: stackLines(change, around.tell, names), files: parameterFile(change) };
    }
    case 'upload':
      return { lines: uploadLines(change, around), files: shippedWith(change) };
    case 'call':
    case 'setting':
      return callLines(change, around);
  }
}

/** What comes with the program, or was written by it, nobody else has: it lies beside the script. */
const shippedWith = ({ stageId, files }: UploadChange): InputFile[] =>
  files.flatMap(({ path, text }) => {
    if (text !== undefined) return [{ name: path, text }];
    return stageId === shippedStage ? [{ name: path, text: readFileSync(shippedFile(path), 'utf8') }] : [];
  });

/** Begins a build and waits until it is over: the CLI has no waiter for one. */
const buildLines = (call: readonly string[], tell: Tell): string[] => [
  `build=$(${line(...call, '--query', 'build.id', '--output', 'text')})`,
  'status=IN_PROGRESS',
  'while [ "$status" = IN_PROGRESS ]; do',
  '  sleep 5',
  `  status=$(aws codebuild batch-get-builds --ids "$build" --query 'builds[0].buildStatus' --output text)`,
  'done',
  `[ "$status" = SUCCEEDED ] || ${stop(tell('notBuilt'))}`,
];

function callLines(change: CallChange | SettingChange, { name, tell }: Around): Lines {
  const { words, files } = input(change.input, name);
  const service = cliServices[change.service] ?? change.service;
  const call = ['aws', service, kebab(change.operation), ...words];
  if (change.operation === 'StartBuild') return { lines: buildLines(call, tell), files };
  if (change.service !== 's3' || change.operation !== 'DeleteObjects')
    return { lines: [line(...call), ...waitLines(change)], files };
  // This one answers well and names in the answer what was refused.
  const refused = line(...call, '--query', 'Errors[].[Key, Message]', '--output', 'text');
  return {
    lines: [
      `refused=$(${refused})`,
      `[ -z "$refused" ] || [ "$refused" = None ] || { printf '%s\\n' "$refused" >&2; exit 1; }`,
    ],
    files,
  };
}

/** Waiters of the AWS CLI for what the next line needs. */
function waitLines(change: CallChange | SettingChange): string[] {
  if (change.kind !== 'call' || change.until?.thing !== 'notebook') return [];
  const waiter: Record<string, string> = {
    InService: 'notebook-instance-in-service',
    Stopped: 'notebook-instance-stopped',
    absent: 'notebook-instance-deleted',
  };
  const name = waiter[change.until.state];
  if (name === undefined) return [];
  return [line('aws', 'sagemaker', 'wait', name, '--notebook-instance-name', change.until.name)];
}

/** PutObject takes so much: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const mostInOnePut = 5 * 1024 ** 3;

/** S3 refuses a file whose bytes are not those of the plan; one that is sent in parts it takes as it is. */
function uploadLines(change: UploadChange, { plan, tell }: Around): string[] {
  const { bucket: Bucket, prefix, files } = change;
  const puts = files.map(({ path, bytes, sha256 }) => {
    const Key = `${prefix}${path}`;
    const Metadata = { 'millwright-plan': plan.id, 'millwright-sha256': sha256 };
    if (bytes > mostInOnePut)
      return line(
        'aws',
        's3',
        'cp',
        `./${path}`,
        `s3://${Bucket}/${Key}`,
        '--metadata',
        JSON.stringify(Metadata),
      );
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
    // As Millwright sends it; the CLI would leave it to S3, which says `binary/octet-stream`.
    const ContentType = 'application/octet-stream';
    const { words } = input({ Bucket, Key, ContentType, ChecksumSHA256, Metadata }, '');
    return line('aws', 's3api', 'put-object', ...words, '--body', `./${path}`);
  });
  const names = files.map(({ path }) => bashWord(`./${path}`)).join(' ');
  return [
    `for file in ${names}; do`,
    `  [ -f "$file" ] || { printf '%s\\n' ${bashWord(tell('filesBeside'))} "$file" >&2; exit 1; }`,
    'done',
    ...puts,
  ];
}
