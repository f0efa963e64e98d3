/** DOWNLOAD_SOURCE: the ZIP file or the folder in S3, read with the rights of the build's role; the buildspec. */
import { createHash } from 'node:crypto';
import { AwsError } from '../../engine/types.ts';
import { chunks, collected } from './bytes.ts';
import { commandsIn, dockerCommand, dockerfileOf, isInline } from './buildspec.ts';
import { dockerfileFault } from './dockerfile.ts';
import { readFolder } from './folder.ts';
import type { Failure, Inside } from './inside.ts';
import type { Build, Found } from './kinds.ts';
import { zipEntries, zipTail, zipText, type ReadBytes } from './zip.ts';

const folder = '/codebuild/output/src/src';

export interface Package {
  sha256: string;
  bytes: number;
  names: ReadonlySet<string>;
  /** A small file of it; undefined: it is not there, or cannot be read. */
  text(name: string): Promise<string | undefined>;
}

export interface Downloaded {
  found?: Found;
  failure?: Failure;
  lines: (string | { plain: string })[];
}

export async function download(within: Inside): Promise<Downloaded> {
  const { build } = within;
  const source = await fetchSource(within);
  if ('code' in source) return { failure: source, lines: [{ plain: source.text }] };
  const { text, place, failure } = await buildspecOf(build, source);
  const begun = ['Phase is DOWNLOAD_SOURCE', `CODEBUILD_SRC_DIR=${folder}`];
  if (failure !== undefined) return { failure, lines: [...begun, ...ended(failure)] };
  const commands = commandsIn(text);
  const lines = [...begun, `YAML location is ${place}`, 'Processing environment variables'];
  if (typeof commands === 'string') {
    const wrong = { code: 'YAML_FILE_ERROR', text: commands };
    return { failure: wrong, lines: [...lines, ...ended(wrong)] };
  }
  const dockerfile = dockerfileOf(dockerCommand(commands, 'build'));
  const { sha256, bytes, names } = source;
  const fault = dockerfileFault(await source.text(dockerfile), names);
  return {
    found: {
      sha256,
      bytes,
      dockerfile,
      hasDockerfile: names.has(dockerfile),
      commands,
      ...(fault === undefined ? {} : { fault }),
    },
    lines: [
      ...lines,
      `Moving to directory ${folder}`,
      { plain: 'The sandbox does not run your buildspec. It makes the image that the environment names.' },
      ...ended(),
    ],
  };
}

const ended = (failure?: Failure) => [
  `Phase complete: DOWNLOAD_SOURCE State: ${failure === undefined ? 'SUCCEEDED' : 'FAILED'}`,
  `Phase context status code: ${failure?.code ?? ''} Message: ${failure?.text ?? ''}`,
];

async function fetchSource(within: Inside): Promise<Package | Failure> {
  const { source, sourceVersion } = within.build;
  if (source.type !== 'S3')
    return { sha256: createHash('sha256').digest('hex'), bytes: 0, names: new Set(), text: nothing };
  const location = (source.location ?? '').replace(/^arn:aws:s3:::/, '');
  const slash = location.indexOf('/');
  const where = {
    Bucket: location.slice(0, slash),
    Key: location.slice(slash + 1),
    ...(sourceVersion === undefined ? {} : { VersionId: sourceVersion }),
  };
  const failed = (text: string): Failure => ({
    code: 'CLIENT_ERROR',
    text: `${text} for primary source and source version arn:aws:s3:::${location}`,
  });
  const body = async (range: object) =>
    (await within.call('s3', 'GetObject', { ...where, ...range }))['Body'];
  const read: ReadBytes = async (from, to) =>
    collected(await body({ Range: `bytes=${from}-${to - 1}` }), to - from);
  try {
    if (where.Key === '' || where.Key.endsWith('/'))
      return (await readFolder(within, where)) ?? failed('no objects were found under this prefix');
    const { sha256, bytes, tail } = await hashed(await body({}));
    const entries = await zipEntries(tail, bytes, read);
    if (entries === undefined) return failed('zip: not a valid zip file');
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    return {
      sha256,
      bytes,
      names: new Set(byName.keys()),
      async text(name) {
        const entry = byName.get(name);
        return entry && zipText(entry, read);
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { account } = within;
    const ids = `request id: ${account.newId(16)}, host id: ${account.newId(32)}`;
    return failed(`${error.code}: ${error.message}\n\tstatus code: ${error.status ?? 400}, ${ids}`);
  }
}

const nothing = () => Promise.resolve(undefined);

async function hashed(body: unknown): Promise<{ sha256: string; bytes: number; tail: Buffer }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks(body)) {
    hash.update(chunk);
    bytes += chunk.length;
    const joined = Buffer.concat([tail, chunk]);
    tail = joined.subarray(Math.max(0, joined.length - zipTail));
  }
  return { sha256: hash.digest('hex'), bytes, tail };
}

interface Buildspec {
  text: string;
  place: string;
  failure?: Failure;
}

/** In the project, or a file of the source: `buildspec.yml` unless another is named. */
async function buildspecOf(build: Readonly<Build>, source: Package): Promise<Buildspec> {
  const { buildspec = 'buildspec.yml' } = build.source;
  if (isInline(buildspec)) return { text: buildspec, place: '/codebuild/readonly/buildspec.yml' };
  const place = `${folder}/${buildspec}`;
  const text = await source.text(buildspec);
  if (text !== undefined) return { text, place };
  const why = source.names.has(buildspec) ? 'the file cannot be read' : 'no such file or directory';
  return { text: '', place, failure: { code: 'YAML_FILE_ERROR', text: `stat ${place}: ${why}` } };
}
