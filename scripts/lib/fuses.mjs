/**
 * Fuses of an Electron program, read from its file: after the sentinel stand one byte for the version, one for how many,
 * and one character each. https://www.electronjs.org/docs/latest/tutorial/fuses and the wire format of `@electron/fuses`.
 */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');

/** In their order on the wire, version 1, with what a packaged Millwright has. */
export const wantedFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** State of each fuse: true, false, or null for one that this Electron does not have. Throws for another kind of file. */
export function fusesOf(program) {
  const at = program.indexOf(sentinel);
  if (at < 0) throw new Error('No fuses: this is no Electron program.');
  const wire = program.subarray(at + sentinel.length);
  if (wire[0] !== 1) throw new Error(`Fuses of version ${wire[0]}, which is not known here.`);
  const states = { 48: false, 49: true };
  return Object.fromEntries(
    Object.keys(wantedFuses).map((name, index) => [
      name,
      index < wire[1] ? (states[wire[2 + index]] ?? null) : null,
    ]),
  );
}

/** Names of the fuses that stand otherwise than they should. */
export function wrongFuses(program) {
  const found = fusesOf(program);
  return Object.keys(wantedFuses).filter((name) => found[name] !== wantedFuses[name]);
}
