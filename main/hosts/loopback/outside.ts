/** One-time links of the confirmation origin: a redirect or a download, so that no presigned address reaches the page. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { failure } from '../../failure.ts';
import { isAllowedAddress } from '../allowed-address.ts';
import type { Outside, OutsideTarget } from '../ports.ts';
import type { Asked } from './router.ts';
import { secretBox } from './secrets.ts';

const linkLifeMs = 60_000;

export interface Links extends Outside {
  /** Answers the link; false when it is used, too old or was never given. */
  follow(code: string, asked: Asked): Promise<boolean>;
}

/** RFC 6266: an ASCII name for old readers and the true one in UTF-8. */
export function contentDisposition(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[^\w .()-]/g, '_') || 'download';
  const encoded = encodeURIComponent(last.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

async function download(
  target: Extract<OutsideTarget, { kind: 'download' }>,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const stream = await target.open(signal);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(target.name),
    'content-security-policy': "default-src 'none'; sandbox",
    ...(target.bytes === undefined ? {} : { 'content-length': target.bytes }),
  });
  await pipeline(stream, response);
}

export function openLinks(now: () => number, confirmOrigin: () => string): Links {
  const links = secretBox<OutsideTarget>(now, linkLifeMs);
  return {
    open(target) {
      if (target.kind === 'page' && !isAllowedAddress(target.url, target.endpoint))
        return Promise.reject(
          failure('call.refused', {}, { technical: { text: 'address not allowed to open' } }),
        );
      return Promise.resolve({ how: 'link', link: `${confirmOrigin()}/go/${links.put(target)}` });
    },
    async follow(code, { response, signal }) {
      const target = links.take(code);
      if (target === undefined) return false;
      if (target.kind === 'download') await download(target, response, signal);
      else response.writeHead(302, { location: target.url, 'referrer-policy': 'no-referrer' }).end();
      return true;
    },
  };
}
