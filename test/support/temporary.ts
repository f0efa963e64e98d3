/** Folders that go with the test that asked for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder; gone when the running test is over, however it ends. Only inside of a test. */
export function temporaryFolder(name: string, place = tmpdir()): string {
  const folder = mkdtempSync(join(place, `millwright-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
