/** What must hold before Electron's app is ready: nothing of it can be said later. */
import { app, protocol } from 'electron';
import { closeContents } from './closed.ts';
import { customScheme } from './protocol.ts';

/** As in electron-builder.yml: by it Windows knows whose notices and windows these are. */
export const applicationId = 'app.millwright.desktop';

export function prepareElectron(): void {
  app.setAppUserModelId(applicationId);
  protocol.registerSchemesAsPrivileged([customScheme]);
  // Every page, also one that somebody forgot to close.
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => closeContents(contents));
  // No address and no file of elsewhere opens anything in this program.
  app.on('open-url', (event) => event.preventDefault());
  app.on('open-file', (event) => event.preventDefault());
}
