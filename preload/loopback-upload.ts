import type { Result } from './contract/errors.ts';
import type { WindowHost } from './contract/host.ts';
import { failed } from './failed.ts';
import { sessionToken } from './loopback-session.ts';

/** XMLHttpRequest because fetch cannot tell how much of a body was sent. Never throws. */
export const uploadStaged: WindowHost['uploadStaged'] = (stageId, index, file, options = {}) =>
  new Promise((resolve) => {
    if (options.signal?.aborted === true) {
      resolve(failed('call.cancelled'));
      return;
    }
    const request = new XMLHttpRequest();
    request.open('PUT', `/staging/${encodeURIComponent(stageId)}/${index}`);
    request.setRequestHeader('authorization', `Bearer ${sessionToken() ?? ''}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded);
    request.onerror = () => resolve(failed('network.lost'));
    request.onabort = () => resolve(failed('call.cancelled'));
    request.onload = () => {
      const answer = request.response as Result<{ sha256: string }> | null;
      resolve(answer ?? failed(request.status === 401 ? 'call.refused' : 'network.lost'));
    };
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
