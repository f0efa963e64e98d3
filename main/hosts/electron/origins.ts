/** Who a page is, by its address and by what Chromium says of its frame. */
import type { WebContents, WebFrameMain } from 'electron';

/** Custom protocols have no origin in Node's URL, so scheme and host are compared by themselves. */
export function isAt(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return username === '' && password === '' && `${protocol}//${host}` === origin;
}

/** Whether this frame is the top one of these contents and shows a page of this origin. */
export function isTopFrameAt(frame: WebFrameMain | null, contents: WebContents, origin: string): boolean {
  return (
    frame !== null &&
    !frame.detached &&
    frame.parent === null &&
    frame === contents.mainFrame &&
    frame.origin === origin &&
    isAt(frame.url, origin)
  );
}
