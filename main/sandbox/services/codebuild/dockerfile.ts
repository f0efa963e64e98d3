/**
 * What `docker build` stops at without running anything: an instruction that does not exist, no FROM, a COPY of a file
 * that the source does not have. Instructions: https://docs.docker.com/reference/dockerfile/. Words as BuildKit prints
 * them (moby/buildkit, frontend/dockerfile; docker/build-push-action issue 1107 quotes the last lines).
 */
const instructions = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

interface Line {
  number: number;
  word: string;
  rest: string;
}

/** Instructions with the line that each begins at; what a backslash carries on, and here-documents, belong to it. */
function linesOf(text: string): Line[] {
  const found: Line[] = [];
  let goesOn = false;
  let until: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (until !== undefined) {
      if (line === until) until = undefined;
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    if (!goesOn) {
      const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
      found.push({ number: index + 1, word: word.toUpperCase(), rest });
    }
    goesOn = line.endsWith('\\');
    until = /<<-?["']?(\w+)["']?/.exec(line)?.[1];
  }
  return found;
}

/** The lines that Docker would say; undefined: nothing that is looked at here is wrong. */
export function dockerfileFault(text: string | undefined, names: ReadonlySet<string>): string[] | undefined {
  if (text === undefined) return undefined;
  const lines = linesOf(text);
  const unknown = lines.find(({ word }) => !instructions.has(word));
  const failed = (why: string) => [`ERROR: failed to build: failed to solve: ${why}`];
  if (unknown !== undefined)
    return failed(`dockerfile parse error on line ${unknown.number}: unknown instruction: ${unknown.word}`);
  if (lines.length === 0) return failed('the Dockerfile cannot be empty');
  const first = lines.find(({ word }) => word !== 'ARG');
  if (first?.word !== 'FROM')
    return failed(`dockerfile parse error on line ${first?.number ?? 1}: no build stage in current context`);
  for (const { number, word, rest } of lines) {
    if ((word !== 'COPY' && word !== 'ADD') || rest.startsWith('[') || rest.includes('<<')) continue;
    const parts = rest.split(/\s+/);
    if (parts.some((part) => part.startsWith('--from'))) continue;
    const missing = parts
      .filter((part) => !part.startsWith('--'))
      .slice(0, -1)
      .find((source) => !has(names, source));
    if (missing !== undefined)
      return [
        `Dockerfile:${number}`,
        '--------------------',
        `   ${number} | >>> ${word} ${rest}`,
        '--------------------',
        ...failed(
          `failed to compute cache key: failed to calculate checksum of ref: "/${inside(missing)}": not found`,
        ),
      ];
  }
  return undefined;
}

/** Where Docker looks: from the top of the source, whatever way it is written. */
const inside = (source: string): string =>
  source
    .split('/')
    .filter((part, index, all) => part !== '.' && (part !== '' || index === all.length - 1))
    .join('/');

/** Whether the source has it: a file, a folder, or what a pattern or a variable may stand for. */
function has(names: ReadonlySet<string>, source: string): boolean {
  const path = inside(source).replace(/\/$/, '');
  if (path === '' || path === '.' || /[*?[$]|:\/\//.test(source)) return true;
  return names.has(path) || [...names].some((name) => name.startsWith(`${path}/`));
}
