const hidden = '…';

/** A run of letters that may be a key; a digest and a name in small letters are none. */
const hideRun = (run: string): string =>
  /^[0-9a-f-]{40,64}$/.test(run) || /^[a-z-]+$/.test(run) ? run : hidden;
const hideRuns = (text: string): string => text.replaceAll(/[A-Za-z0-9+/=_-]{40,}/g, hideRun);

/** An address without the user name and password that may stand before its host. */
export function withoutSignIn(text: string): string {
  return text.replaceAll(/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]*@/gi, `$1${hidden}@`);
}

/**
 * Text of AWS that may be shown one click away. Removes what must never leave main: query strings of URLs (signatures),
 * user names and passwords in them, keys, tokens and any long run without spaces that could be one. At most 600 characters.
 */
export function scrub(text: string): string {
  return (
    withoutSignIn(text.slice(0, 4000))
      .replaceAll(/\b(https?:\/\/[^\s?"'<>]{1,300})\?[^\s"'<>]*/g, `$1?${hidden}`)
      .replaceAll(/\b(?:A3T[A-Z0-9]|AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, hidden)
      .replaceAll(
        /((?:X-Amz-[\w-]{1,60}|token|secret|password|signature|credential|authorization)[\w-]{0,20}["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi,
        `$1${hidden}`,
      )
      .replaceAll(/\b(Bearer|Basic)\s+[\w+/=.-]{12,}/gi, `$1 ${hidden}`)
      // Of a place in S3 each folder for itself: its slashes make no key of it.
      .split(/(\bs3:\/\/[^\s"'<>]+)/)
      .map((part, at) => (at % 2 === 0 ? hideRuns(part) : part.split('/').map(hideRuns).join('/')))
      .join('')
      .slice(0, 600)
  );
}
