/** RUN_SCRIPT as the program inside trainings reads it: a file of the code folder, with arguments; quotes hold together. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (const letter of text) {
    if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  return word === undefined ? words : [...words, word];
}

/** `--name VALUE` or `--name=VALUE` as a number inside of limits; else the usual one. */
export function numberAfter(
  words: readonly string[],
  name: string,
  { usual, least, most }: { usual: number; least: number; most: number },
): number {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const text = at === -1 ? undefined : words[at] === name ? words[at + 1] : words[at]?.slice(name.length + 1);
  const value = Number(text ?? usual);
  return Number.isFinite(value) && text !== '' ? Math.min(Math.max(value, least), most) : usual;
}
