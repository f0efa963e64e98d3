import { newSecret, secretBox } from './secrets.ts';

/** Links live a minute and work once; tokens live as long as the program and belong to one tab. */
export interface Sessions {
  newCode(): string;
  /** The token for a code, once. */
  exchange(code: string): string | undefined;
  /** Id of the session of a token; never a secret itself. */
  sessionOf: (token: string) => string | undefined;
}

const codeLifeMs = 60_000;

export function openSessions(now: () => number): Sessions {
  const codes = secretBox<true>(now, codeLifeMs, { max: 16 });
  const tokens = secretBox<string>(now, Number.POSITIVE_INFINITY, { max: 256 });
  return {
    newCode: () => codes.put(true),
    exchange: (code) => (codes.take(code) === true ? tokens.put(newSecret().slice(0, 12)) : undefined),
    sessionOf: (token) => tokens.look(token),
  };
}
