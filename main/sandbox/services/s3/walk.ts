/** Walking the keys of a bucket in order, straight over the index: folders are skipped over, nothing is sorted. */
import type { SandboxAccount } from '../../engine/types.ts';
import type { ObjectVersion } from './kinds.ts';
import { tables } from './store.ts';

export interface Walk {
  bucket: string;
  prefix: string;
  /** Keys that have it after the prefix are rolled up into folders; empty: none. */
  delimiter: string;
  /** Keys up to and with this one are left out, and the folder that it names or lies in. */
  after: string;
  /** Start with this key itself. */
  from?: string;
  /** Leave out keys whose latest version is a delete marker. */
  live: boolean;
  /** How many the caller will take, at most. */
  size: number;
}

export type Step = { folder: string } | { object: Readonly<ObjectVersion> };

/** Rows read at once, at first and behind a folder: one that is skipped over costs no more than these. */
const FIRST_READ = 8;

type Position = { from?: string; after?: string };

export function* walk(account: SandboxAccount, wanted: Walk): Generator<Step> {
  const table = tables.objects(account);
  const room = `${wanted.bucket}/`;
  const most = Math.min(wanted.size + 1, 1001);
  let limit = Math.min(FIRST_READ, most);
  let position: Position | undefined = start(wanted, room);
  while (position) {
    const batch = table.range({ prefix: room + wanted.prefix, ...position, limit });
    position = undefined;
    for (const object of batch) {
      position = { after: room + object.key };
      if (wanted.live && object.deleteMarker) continue;
      const folder = folderOf(object.key, wanted);
      if (folder === undefined) {
        yield { object };
        continue;
      }
      yield { folder };
      position = { from: afterAll(room + folder) };
      break;
    }
    const jumped = position?.from !== undefined;
    if (!jumped && batch.length < limit) return;
    limit = jumped ? Math.min(FIRST_READ, most) : Math.min(limit * 4, most);
  }
}

function start(wanted: Walk, room: string): Position {
  if (wanted.from !== undefined) return { from: room + wanted.from };
  if (wanted.after === '') return {};
  const folder = wanted.after.startsWith(wanted.prefix) ? folderOf(wanted.after, wanted) : undefined;
  return folder === undefined ? { after: room + wanted.after } : { from: afterAll(room + folder) };
}

function folderOf(key: string, { prefix, delimiter }: Walk): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** The first text after all that begin with `prefix`, in the order of UTF-8 bytes. */
function afterAll(prefix: string): string {
  const points = Array.from(prefix);
  const last = points.pop()?.codePointAt(0) ?? 0;
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return next > 0x10ffff ? afterAll(points.join('')) : points.join('') + String.fromCodePoint(next);
}
