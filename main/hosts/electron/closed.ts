/**
 * What every window and every session of the program refuses: leaving its page, opening windows, embedding pages,
 * permissions, the network. Rests on Electron's security list
 * (https://www.electronjs.org/docs/latest/tutorial/security), whose numbers the tests carry.
 */
import type { Session, WebContents, WebPreferences } from 'electron';
import { isAt } from './origins.ts';

/** Said in full, also where it is Electron's default: a default may change, a promise may not. */
export function closedPreferences(
  session: Session,
  preload: string,
  isPackaged: boolean,
): Required<
  Pick<
    WebPreferences,
    'session' | 'preload' | 'sandbox' | 'contextIsolation' | 'nodeIntegration' | 'nodeIntegrationInWorker'
  >
> &
  WebPreferences {
  return {
    session,
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    plugins: false,
    // Its dictionaries would be fetched from the network.
    spellcheck: false,
    safeDialogs: true,
    // The second start has the compiled code already, and not only the third.
    v8CacheOptions: 'bypassHeatCheck',
    devTools: !isPackaged,
  };
}

/** No way out of the page. A page of ours is loaded by main only; links to elsewhere go through main's own rules. */
export function closeContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** What a page may load: its own files, and bytes that it holds already. */
const isOwn = (address: string, origin: string): boolean =>
  isAt(address, origin) ||
  address.startsWith('data:') ||
  (address.startsWith('blob:') && isAt(address.slice('blob:'.length), origin));

/** No permission, no device, no network, and no download but a file that the page made itself. */
export function closeSession(session: Session, origin: string, isPackaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isOwn(url, origin) && (isPackaged || !url.startsWith('devtools:')) }),
  );
  session.on('will-download', (event, item) => {
    // "Save for review" hands over a blob; Electron asks the person where to put it.
    if (!item.getURL().startsWith('blob:') || !isOwn(item.getURL(), origin)) event.preventDefault();
  });
}
