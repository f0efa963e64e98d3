/** Colours and movements of a terminal: ESC [ … letter. */
const escapes = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;

/** A line as a terminal would leave it: a progress bar that wrote over itself is its last state. */
export function plainLine(message: string): string {
  const text = message.includes('\u001b') ? message.replaceAll(escapes, '') : message;
  if (!text.includes('\r')) return text.trimEnd();
  return (
    text
      .split('\r')
      .findLast((part) => part.trim() !== '')
      ?.trimEnd() ?? ''
  );
}
