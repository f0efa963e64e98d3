/**
 * Why a build failed, in a sentence, and what to do. From the phases that CodeBuild tells of
 * (docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html) and the last lines of the log, which are
 * Docker's own: moby/buildkit prints `Dockerfile:LINE` above what failed, and "failed to solve: …" as its last word.
 * The first row that fits decides.
 */
import type { Build } from '@aws-sdk/client-codebuild';
import { message, type Message } from '../../preload/contract/message.ts';
import { scrub } from '../aws/scrub.ts';

export interface Why {
  id: string;
  says: Message;
  mend: Message;
}

interface Row {
  id: string;
  /** Of the build's own end. */
  status?: string;
  phase?: string;
  /** In its log. */
  text?: RegExp;
  /** Names for what `text` captured. */
  names?: readonly string[];
}

const rows: readonly Row[] = [
  { id: 'time', status: 'TIMED_OUT' },
  { id: 'stopped', status: 'STOPPED' },
  { id: 'fault', status: 'FAULT' },
  { id: 'log', phase: 'QUEUED' },
  { id: 'folder', phase: 'DOWNLOAD_SOURCE' },
  { id: 'no-dockerfile', text: /failed to read dockerfile: open ([^\s:]+): no such file/, names: ['file'] },
  {
    id: 'typo',
    text: /dockerfile parse error on line (\d+): ([^\n]+)/i,
    names: ['line', 'error'],
  },
  { id: 'empty', text: /the Dockerfile [^\n]{0,200}cannot be empty|the Dockerfile cannot be empty/ },
  {
    id: 'file',
    text: /failed to calculate checksum of ref [^\n]*"\/?([^"\n]+)": not found/,
    names: ['file'],
  },
  { id: 'package', text: /No matching distribution found for ([^\s(]+)/, names: ['package'] },
  { id: 'disk', text: /no space left on device/i },
  { id: 'too-often', text: /toomanyrequests|Rate exceeded/i },
  {
    id: 'base-missing',
    text: /failed to resolve source metadata for (\S+?):? [^\n]*not found/,
    names: ['image'],
  },
  {
    id: 'base-refused',
    text: /failed to resolve source metadata for (\S+?):? [^\n]*(?:denied|401|403|unauthorized|authorization)/i,
    names: ['image'],
  },
  {
    id: 'command',
    text: /process "(?:\/bin\/sh -c )?([^\n]{1,300}?)" did not complete successfully: exit code: (\d+)/,
    names: ['command', 'code'],
  },
  { id: 'push', phase: 'POST_BUILD', text: /denied|name unknown|no basic auth/i },
];

const longest = 160;

/** What CodeBuild writes of itself into the log of a build; everything else is the build's own. */
const own = /^\[Container\] \S+ \S+ /;

/** The lines of a log up to where the first phase failed: those that follow tell of what could not go on. */
export function untilFailure(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => own.test(line) && /Phase complete: \w+ State: FAILED/.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).map((line) => line.trim());
}

/** The last lines that the build itself said, so many characters at most. */
export function lastSaid(lines: readonly string[], most: number): string {
  const said = lines.filter((line) => !own.test(line));
  let text = '';
  for (const line of [...(said.length > 0 ? said : lines)].reverse()) {
    if (text.length + line.length + 1 > most) return text === '' ? line.slice(0, most) : text;
    text = text === '' ? line : `${line}\n${text}`;
  }
  return text;
}

/** `lines`: the last of the log, oldest first. */
export function whyFailed(build: Pick<Build, 'buildStatus' | 'phases'>, lines: readonly string[]): Why {
  const until = untilFailure(lines);
  const log = until.join('\n');
  const phase = build.phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED');
  const said = phase?.contexts?.[0]?.message ?? '';
  for (const row of rows) {
    if (row.status !== undefined && row.status !== build.buildStatus) continue;
    if (row.phase !== undefined && row.phase !== phase?.phaseType) continue;
    const match = row.text?.exec(log);
    if (row.text !== undefined && match == null) continue;
    const values = (row.names ?? []).map((name, index) => [name, short(match?.[index + 1] ?? '')]);
    return why(row.id, { said: short(said), ...at(log), ...(Object.fromEntries(values) as object) });
  }
  const last = lastSaid(until, longest).split('\n').at(-1) ?? '';
  return why('other', { said: short(last === '' ? said : last), ...at(log) });
}

/** The line of the Dockerfile, where Docker names it. */
const at = (log: string) => ({ line: /Dockerfile:(\d+)/.exec(log)?.[1] ?? 'none' });

const short = (found: string): string => {
  const shown = scrub(found).slice(0, longest).trim();
  return shown === '' ? 'none' : shown;
};

const why = (id: string, params: Record<string, string>): Why => ({
  id,
  says: message(`build.why.${id}.says`, params),
  mend: message(`build.why.${id}.mend`, params),
});

/** Ids that have words; a test compares. */
export const buildReasons: readonly string[] = [...rows.map(({ id }) => id), 'other'];
