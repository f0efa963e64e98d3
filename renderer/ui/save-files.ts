import { type NamedText, zipOf } from './zip.ts';

/** Hands the browser, or the desktop program's, files made of text; several as one archive. */
export function saveFiles(files: readonly NamedText[], archive = ''): void {
  const [first, ...more] = files;
  if (first === undefined) return;
  const alone = more.length === 0;
  const blob = alone ? new Blob([first.text], { type: 'application/octet-stream' }) : zipOf(files);
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = alone ? first.name : archive;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
