/** Images to choose among: AWS's own, one that is built, and what lies in the account's registry. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { Option } from '../../../preload/contract/wizard.ts';
import type { EcrImagesFact } from '../../plans/facts/ecr-images.ts';
import type { Facts } from '../../plans/source.ts';
import { catalogue, fromFolder, images } from './images.ts';

const w = (name: string, params?: Message['params']) => message(`wizard.gpu-training.image.${name}`, params);

export function imageOptions(facts: Facts): Option[] {
  const registry = facts.value<EcrImagesFact>('ecr-images');
  return [
    ...images.map((id) => ({
      value: id,
      label: w(id),
      description: w(`${id}.for`),
      code: catalogue[id].address,
    })),
    { value: fromFolder, label: w('build'), description: w('build.for') },
    ...(registry === undefined ? [] : fromRegistry(registry)),
  ];
}

/** A registry that holds nothing says so. */
function fromRegistry({ images: found, more }: EcrImagesFact): Option[] {
  if (found.length === 0)
    return [{ value: 'registry', label: w('registry'), disabledBecause: w('registry.empty') }];
  return [
    ...found.map(({ address, name, pushedAt, bytes }) => ({
      value: address,
      label: w('own', { name }),
      description: w('own.for', { pushed: { time: pushedAt }, size: { bytes } }),
      code: address,
    })),
    ...(more ? [{ value: 'registry', label: w('registry'), disabledBecause: w('registry.more') }] : []),
  ];
}
