import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { diskFailure } from '../../main/storage/disk.ts';
import { openDocument, openDocuments } from '../../main/storage/documents.ts';
import { lockState } from '../../main/storage/instance-lock.ts';
import { openJournal } from '../../main/storage/journal.ts';
import { temporaryFolder } from '../support/temporary.ts';

// In memory where there is such a place: thousands of fsyncs of a busy disk take minutes.
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = () => temporaryFolder('storage', place);
const Note = z.strictObject({ text: z.string() });
const kind = {
  name: 'note',
  version: 2,
  schema: Note,
  migrations: { 1: (v: unknown) => ({ text: String(v) }) },
};
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (e: unknown) => (e as { error: { code: string } }).error.code,
  );

describe('documents', () => {
  test('are private files that come back as they were written', async () => {
    const path = join(folder(), 'a.json');
    const note = openDocument(path, kind);
    expect(await note.read()).toBeUndefined();
    await note.write({ text: 'one' });
    expect(await openDocument(path, kind).read()).toEqual({ text: 'one' });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('of an older version are migrated, of a newer one refused', async () => {
    const path = join(folder(), 'a.json');
    await writeFile(path, JSON.stringify({ format: 'millwright-note', version: 1, value: 'old' }));
    expect(await openDocument(path, kind).read()).toEqual({ text: 'old' });
    await writeFile(path, JSON.stringify({ format: 'millwright-note', version: 3, value: {} }));
    expect(await codeOf(openDocument(path, kind).read())).toBe('state.newer');
  });

  test('that are damaged fall back to the copy before, and the damaged bytes are kept', async () => {
    const dir = folder();
    const path = join(dir, 'a.json');
    const kept: string[] = [];
    const note = openDocument(path, { ...kind, onDamage: (name) => kept.push(name) });
    await note.write({ text: 'one' });
    await note.write({ text: 'two' });
    await writeFile(path, '{"format":"millwright-note","vers');
    expect(await note.read()).toEqual({ text: 'one' });
    expect(kept).toHaveLength(1);
    expect(await readFile(join(dir, kept[0] ?? ''), 'utf8')).toContain('vers');
  });

  test('without a good copy are reported, not reset', async () => {
    const path = join(folder(), 'a.json');
    await writeFile(path, 'junk');
    expect(await codeOf(openDocument(path, kind).read())).toBe('state.damaged');
    expect(await readFile(path, 'utf8')).toBe('junk');
  });

  test('updates of one document do not lose each other', async () => {
    const path = join(folder(), 'a.json');
    const note = openDocument(path, kind);
    await Promise.all(Array.from({ length: 20 }, () => note.update((v) => ({ text: `${v?.text ?? ''}x` }))));
    expect((await note.read())?.text).toHaveLength(20);
  });

  test('a folder of them lists what is readable and names what is not', async () => {
    const dir = folder();
    const notes = openDocuments(dir, kind);
    await notes.put('one', { text: '1' });
    await writeFile(join(dir, 'bad.json'), '?');
    const { items, unreadable } = await notes.list();
    expect(items).toEqual([{ id: 'one', value: { text: '1' } }]);
    expect(unreadable).toEqual(['bad.json']);
    expect(await codeOf(notes.get('../escape'))).toBe('input.invalid');
  });

  test('where nothing can be written say so', () => {
    const refused = (code: string) =>
      diskFailure(Object.assign(new Error(code), { code }), '/x/a.json').error;
    expect(['ENOSPC', 'EDQUOT'].map((c) => refused(c).code)).toEqual(['disk.full', 'disk.full']);
    expect(['EROFS', 'EACCES'].map((c) => refused(c).code)).toEqual(['disk.readOnly', 'disk.readOnly']);
    expect(['EEXIST', 'ENOTDIR'].map((c) => refused(c)).map(({ code, says }) => [code, says.params])).toEqual(
      [
        ['disk.notFolder', { file: 'a.json' }],
        ['disk.notFolder', { file: 'x' }],
      ],
    );
    expect(refused('EROFS').says.params).toEqual({ file: 'a.json' });
  });
});

describe('the journal', () => {
  const Line = z.strictObject({ n: z.number() });

  async function written(count: number) {
    const dir = folder();
    const path = join(dir, 'journal');
    const journal = await openJournal(path, Line);
    for (let n = 0; n < count; n += 1) await journal.append({ n });
    await journal.close();
    return { dir, path, bytes: await readFile(path) };
  }

  test('cut at every byte keeps every whole line and says what was cut', async () => {
    const { path, bytes } = await written(3);
    const ends = [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);
    const mark = await readFile(`${path}.mark`);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      await writeFile(path, bytes.subarray(0, cut));
      await writeFile(`${path}.mark`, mark);
      const journal = await openJournal(path, Line);
      const whole = ends.filter((end) => end <= cut).length;
      expect(journal.lines).toHaveLength(whole);
      // The mark says that there were three lines.
      expect(journal.damage?.kind ?? null).toBe(
        cut === bytes.length ? null : cut === 0 ? 'missing' : 'inside',
      );
      await journal.append({ n: 99 });
      await journal.close();
      const again = await openJournal(path, Line);
      expect(again.lines.at(-1)).toEqual({ n: 99 });
      expect(again.damage).toBeNull();
      await again.close();
    }
  });

  test('with any bit flipped is never read as if nothing had happened', async () => {
    const { path, bytes } = await written(3);
    const mark = await readFile(`${path}.mark`);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      await writeFile(`${path}.mark`, mark);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, flipped);
      const journal = await openJournal(path, Line);
      expect(journal.damage, `bit ${bit}`).not.toBeNull();
      for (const line of journal.lines) expect([0, 1, 2]).toContain(line.n);
      await journal.close();
      await rm(join(dirname(path), journal.damage?.keptAs ?? ''));
    }
  });

  test('mended while the program died before the mark was written, and cut after that, is not taken for whole', async () => {
    const path = join(folder(), 'log');
    const first = await openJournal(path, Note);
    for (const text of ['one', 'two', 'three', 'four']) await first.append({ text });
    await first.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [lines[0], 'x', ...lines.slice(2)].join('\n'));
    const reach = async (name: string) => {
      if (name === 'journal:mend:rewritten') throw new Error('died');
    };
    await expect(openJournal(path, Note, { points: { reach } })).rejects.toThrow('died');
    const mended = await readFile(path, 'utf8');
    await writeFile(path, mended.slice(0, mended.trimEnd().lastIndexOf('\n') + 1));
    const journal = await openJournal(path, Note);
    expect(journal.damage?.kind).toBe('inside');
    expect(journal.lines).toEqual([{ text: 'one' }, { text: 'three' }]);
    await journal.close();
  });

  test('keeps the damaged file beside it', async () => {
    const { dir, path, bytes } = await written(2);
    await writeFile(path, bytes.subarray(0, bytes.length - 3));
    const journal = await openJournal(path, Line);
    expect(await readdir(dir)).toContain(journal.damage?.keptAs);
    await journal.close();
  });
});

describe('the instance lock', () => {
  test('lets one program in and the next one when the first has gone', async () => {
    const dir = folder();
    const lock = await lockState(dir);
    expect(await codeOf(lockState(dir))).toBe('state.locked');
    lock.release();
    (await lockState(dir)).release();
  });

  test('is free again after kill -9 of its holder', async () => {
    const dir = folder();
    const script = `import { lockState } from ${JSON.stringify(join(process.cwd(), 'main/storage/instance-lock.ts'))};
      await lockState(${JSON.stringify(dir)}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(await codeOf(lockState(dir))).toBe('state.locked');
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    (await lockState(dir)).release();
  });
});
