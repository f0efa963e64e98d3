/** Every address of the loopback host, by origin. The tests of the host read these tables. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Staging } from '../../data/staging.ts';
import { asset } from '../../program.ts';
import { outcomePage, type Voice } from '../confirm-page.ts';
import type { Consents } from './consents.ts';
import type { Links } from './outside.ts';
import { readSmall, Refused, sendJson, type Route } from './router.ts';
import type { Sessions } from './sessions.ts';
import type { WindowFiles } from './window-files.ts';
import type { WindowRegistry } from './windows.ts';

const Code = z.strictObject({ code: z.string().max(64) });

function parseCode(text: string): string {
  try {
    return Code.parse(JSON.parse(text)).code;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw new Refused(400);
    throw error;
  }
}

export interface WindowRouteParts {
  files: WindowFiles;
  sessions: Sessions;
  windows: WindowRegistry;
  staging: () => Staging;
  newLink: () => string;
}

/** The origin of the window. */
export function windowRoutes({ files, sessions, windows, staging, newLink }: WindowRouteParts): Route[] {
  return [
    {
      method: 'POST',
      path: '/session',
      access: 'exchange',
      async handle({ request, response }) {
        const token = sessions.exchange(parseCode(await readSmall(request)));
        if (token === undefined) throw new Refused(401);
        sendJson(response, 200, { token });
      },
    },
    { method: 'GET', path: '/socket', access: 'socket', handle: () => undefined },
    {
      method: 'PUT',
      path: '/staging/:stageId/:index',
      access: 'bearer',
      async handle({ request, response, params, sessionId }) {
        const { stageId = '', index = '' } = params;
        if (!/^[0-9a-f]{32}$/.test(stageId) || !/^\d{1,5}$/.test(index)) throw new Refused(404);
        const stage = await staging().get(stageId);
        const file = stage?.files[Number(index)];
        if (stage === undefined || file === undefined || !windows.belongs(stage.windowId, sessionId ?? ''))
          throw new Refused(404);
        const declared = request.headers['content-length'];
        if (declared !== undefined && Number(declared) !== file.bytes) throw new Refused(413);
        const value = await staging().receive(stageId, Number(index), request);
        sendJson(response, 200, { ok: true, value });
      },
    },
    {
      // A second start of the program asks the running one for a fresh link.
      method: 'POST',
      path: '/link',
      access: 'owner',
      handle: ({ response }) => sendJson(response, 200, { link: newLink() }),
    },
    {
      method: 'GET',
      path: '/:file*',
      access: 'file',
      handle: ({ params, response }) => files.send(params['file'] ?? '', response),
    },
  ];
}

/** The confirmation origin: nothing here can be read or pressed by the window. */
export function confirmationRoutes(
  consents: Consents,
  links: Links,
  voice: () => Voice,
  now: () => number,
): Route[] {
  const shipped = (path: string, name: string, type: string): Route => {
    const bytes = readFileSync(asset('confirm', name));
    return {
      method: 'GET',
      path,
      access: 'file',
      handle: ({ response }) => void response.writeHead(200, { 'content-type': type }).end(bytes),
    };
  };
  return [
    shipped('/confirm.css', 'confirm.css', 'text/css; charset=utf-8'),
    shipped('/press.js', 'press.js', 'text/javascript; charset=utf-8'),
    {
      method: 'GET',
      path: '/consent/:code',
      access: 'page',
      handle: (asked) => consents.show(asked.params['code'] ?? '', asked),
    },
    {
      method: 'POST',
      path: '/consent/:code',
      access: 'form',
      handle: (asked) => consents.answer(asked.params['code'] ?? '', asked),
    },
    {
      method: 'GET',
      path: '/go/:code',
      access: 'page',
      async handle(asked) {
        if (await links.follow(asked.params['code'] ?? '', asked)) return;
        asked.response
          .writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
          .end(outcomePage(voice(), 'link.gone', now()));
      },
    },
  ];
}
