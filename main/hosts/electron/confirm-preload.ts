/** Preload of the confirmation window: hands main the person's press, and gives the page nothing. */
import { ipcRenderer } from 'electron';
import { wire } from '../../../preload/electron-wire.ts';

addEventListener('submit', (event) => {
  // The page itself has stopped a press that came too early or from no person.
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (!event.isTrusted || !(event.target instanceof HTMLFormElement)) return;
  const form = new FormData(event.target, event.submitter);
  ipcRenderer.send(wire.consent, form.get('secret'), form.get('answer'));
});
