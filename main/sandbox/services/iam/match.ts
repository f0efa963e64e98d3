/**
 * Wildcards of IAM policies. A pattern is read into tokens once its policy variables are filled in, so that a `*` inside
 * a variable's value is text, not a wildcard. Matching takes at most pattern length x text length steps: no regular
 * expressions, no blow-up on hostile policies.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags".
 */

/** `*`: any text. */
const MANY = -1;
/** `?`: one character. */
const ONE = -2;
/** `*` in the middle of an ARN segment: any text without a colon. */
const WITHIN = -3;

export type Pattern = readonly number[];

/** Values of a policy variable, or undefined when the request does not carry exactly one. */
export type Variables = (name: string) => string | undefined;

/**
 * Reads a pattern. Answers undefined when it names a variable that the request does not carry: such an element matches
 * nothing. Without `variables` (policy version 2008-10-17) `${…}` is plain text.
 */
export function pattern(text: string, variables?: Variables): Pattern | undefined {
  const tokens: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const close = variables && text.startsWith('${', i) ? text.indexOf('}', i) : -1;
    if (variables && close > 0) {
      const value = variable(text.slice(i + 2, close), variables);
      if (value === undefined) return undefined;
      for (let j = 0; j < value.length; j++) tokens.push(value.charCodeAt(j));
      i = close;
    } else {
      const character = text[i];
      tokens.push(character === '*' ? MANY : character === '?' ? ONE : text.charCodeAt(i));
    }
  }
  return tokens;
}

/** `${*}`, `${?}`, `${$}` are the characters themselves; `${key, 'default'}` has a default. */
function variable(body: string, variables: Variables): string | undefined {
  if (body === '*' || body === '?' || body === '$') return body;
  const comma = body.indexOf(',');
  if (comma < 0) return variables(body.trim());
  const fallback = body
    .slice(comma + 1)
    .trim()
    .replace(/^'(.*)'$/, '$1');
  return variables(body.slice(0, comma).trim()) ?? fallback;
}

const COLON = 58;

/**
 * The same pattern for a Resource element: a `*` crosses colons only where it ends its segment
 * ("If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon").
 */
export function resourcePattern(tokens: Pattern): Pattern {
  return tokens.map((token, i) => {
    const next = tokens[i + 1];
    return token === MANY && next !== undefined && next !== COLON ? WITHIN : token;
  });
}

/** Does the pattern cover the whole text? */
export function matches(tokens: Pattern, text: string): boolean {
  let fixed = 0;
  while (fixed < tokens.length && (tokens[fixed] ?? 0) >= 0) {
    if (tokens[fixed] !== text.charCodeAt(fixed)) return false;
    fixed++;
  }
  if (fixed === tokens.length) return fixed === text.length;
  if (fixed === tokens.length - 1 && tokens[fixed] === MANY) return true;
  return sweep(tokens, fixed, text);
}

/** `reached[p]`: the text read so far can be produced by the first p tokens. */
function sweep(tokens: Pattern, from: number, text: string): boolean {
  let reached = new Uint8Array(tokens.length + 1);
  reached[from] = 1;
  passStars(tokens, reached, from);
  for (let i = from; i < text.length; i++) {
    const character = text.charCodeAt(i);
    const next = new Uint8Array(tokens.length + 1);
    let alive = false;
    for (let p = from; p < tokens.length; p++) {
      if (!reached[p]) continue;
      const token = tokens[p];
      if (token === MANY || (token === WITHIN && character !== COLON)) next[p] = 1;
      else if (token === ONE || token === character) next[p + 1] = 1;
      else continue;
      alive = true;
    }
    if (!alive) return false;
    passStars(tokens, next, from);
    reached = next;
  }
  return reached[tokens.length] === 1;
}

function passStars(tokens: Pattern, reached: Uint8Array, from: number): void {
  for (let p = from; p < tokens.length; p++) {
    if (reached[p] && (tokens[p] === MANY || tokens[p] === WITHIN)) reached[p + 1] = 1;
  }
}

/** Actions are compared without case and know no variables: `s3:Get*`. */
export function matchesAction(wanted: string, action: string): boolean {
  const tokens = pattern(wanted.toLowerCase());
  return tokens !== undefined && matches(tokens, action.toLowerCase());
}

/** ArnLike and ArnEquals: each of the six parts is checked separately. */
export function matchesArn(tokens: Pattern, arn: string): boolean {
  const wanted = split(tokens);
  const parts = arn.split(':');
  if (wanted.length < 6 || parts.length < 6) return wanted.length === 1 && matches(tokens, arn);
  const found = [...parts.slice(0, 5), parts.slice(5).join(':')];
  return wanted.every((part, i) => matches(part, found[i] ?? ''));
}

function split(tokens: Pattern): Pattern[] {
  const parts: number[][] = [[]];
  for (const token of tokens) {
    if (token === COLON && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
