/** Which image the program runs in: one of AWS, one of the account's registry, any address, or built from a folder. */
import { z } from 'zod';
import { message } from '../../../preload/contract/message.ts';
import { ask, type Question, basics } from '../questions.ts';
import { fromFolder, images } from './images.ts';
import { placeOf } from './places.ts';

const problem = (name: string) => `wizard.gpu-training.problem.${name}`;

/** A registry address: host or user, path, then a tag or a digest. */
export const imageName = /^[a-zA-Z0-9][\w.:/@-]{0,511}$/;

const onlyBuilt = { path: 'image.choice', is: [fromFolder] };
const folder: Question<string>['control'] = { type: 'files', folder: true };

export const imageAnswers = z.strictObject({
  /** `tensorflow`, `pytorch`, `build`, `new` for another address, or an address that was listed. */
  choice: ask(
    z
      .string(problem('image'))
      .refine((choice) => imageName.test(choice), problem('image'))
      .default('tensorflow'),
    {
      ...basics,
      control: {
        type: 'choose-or-create',
        createLabel: message('wizard.gpu-training.image.other'),
        namePath: 'image.address',
      },
      required: true,
      hint: true,
      help: ['image'],
    },
  ),
  address: z.string().max(512, problem('address')).default(''),
  /** What is built on, where the folder has no Dockerfile. */
  base: ask(z.enum(images, problem('base')).default('tensorflow'), {
    ...basics,
    control: { type: 'select' },
    hint: true,
    help: ['base'],
    when: onlyBuilt,
  }),
  /** Empty: the folder with the program. */
  folder: ask(
    z
      .string(problem('imageFolder'))
      .refine((answer) => placeOf(answer) !== undefined, problem('imageFolder'))
      .default(''),
    { ...basics, control: folder, hint: true, help: ['imageFolder'], when: onlyBuilt },
  ),
});

/** What the answers say together: an address where one is asked, a folder where one is meant. */
export function imageProblems(image: z.infer<typeof imageAnswers>): { path: string[]; says: string }[] {
  if (image.choice === 'new' && !imageName.test(image.address))
    return [{ path: ['image', 'address'], says: problem('address') }];
  const place = image.choice === fromFolder ? placeOf(image.folder) : undefined;
  return place?.from === 's3' && !place.key.endsWith('/')
    ? [{ path: ['image', 'folder'], says: problem('imageFolder') }]
    : [];
}
