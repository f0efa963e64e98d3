/** Random secrets that are compared in constant time, used once, and end by themselves. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 random bits as 32 characters of an address. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Constant time whatever the lengths are. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hashOf(a), hashOf(b));
}

export interface SecretBox<T> {
  /** Keeps `value` behind a new secret. */
  put(value: T, lifeMs?: number): string;
  /** The value, which stays. */
  look(secret: string): T | undefined;
  /** The value, once. */
  take(secret: string): T | undefined;
  /** Removes everything that fits; answers how many. */
  removeWhere(fits: (value: T) => boolean): number;
}

/**
 * Values behind secrets. Only hashes are kept, and every look-up compares with all of them, so that the time it takes
 * says nothing. The oldest falls out above `max`.
 */
export function secretBox<T>(
  now: () => number,
  lifeMs: number,
  { max = 64, onExpired }: { max?: number; onExpired?: (value: T) => void } = {},
): SecretBox<T> {
  let entries: { hash: Buffer; value: T; until: number }[] = [];
  const clean = (): void => {
    const late = entries.filter((entry) => entry.until <= now());
    if (late.length === 0) return;
    entries = entries.filter((entry) => entry.until > now());
    for (const { value } of late) onExpired?.(value);
  };
  const find = (secret: string) => {
    clean();
    const hash = hashOf(secret);
    let found: (typeof entries)[number] | undefined;
    for (const entry of entries) if (timingSafeEqual(entry.hash, hash)) found = entry;
    return found;
  };
  return {
    put(value, life = lifeMs) {
      clean();
      while (entries.length >= max) {
        const oldest = entries.shift();
        if (oldest !== undefined) onExpired?.(oldest.value);
      }
      const secret = newSecret();
      entries.push({ hash: hashOf(secret), value, until: now() + life });
      return secret;
    },
    look: (secret) => find(secret)?.value,
    take(secret) {
      const found = find(secret);
      entries = entries.filter((entry) => entry !== found);
      return found?.value;
    },
    removeWhere(fits) {
      const before = entries.length;
      entries = entries.filter((entry) => !fits(entry.value));
      return before - entries.length;
    },
  };
}
