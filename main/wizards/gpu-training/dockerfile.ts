/** The Dockerfile that is written for a folder that has none: AWS's image, the folder, and the packages that it lists. */
import { catalogue, type ImageId } from './images.ts';

/** `requirements`: the folder has a requirements.txt. The same answers give the same bytes. */
export const dockerfileFor = (base: ImageId, requirements: boolean): string =>
  [
    '# Written by Millwright, because the folder had no Dockerfile.',
    `FROM ${catalogue[base].address}`,
    'WORKDIR /program',
    'COPY . .',
    ...(requirements ? ['RUN pip install --no-cache-dir -r requirements.txt'] : []),
    '',
  ].join('\n');
