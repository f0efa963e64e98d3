import { expect, test } from 'vitest';
import { commonFolder, placeOf } from '../../main/wizards/gpu-training/places.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { answers, wrong } from './gpu-training-support.ts';

test.each<[string, unknown, string]>([
  ['name', '', 'The training has no name yet.'],
  ['name', 'a--b', 'The name may hold letters'],
  ['name', '-a', 'The name may hold letters'],
  ['name', 'ä', 'The name may hold letters'],
  ['name', 'a'.repeat(64), 'The name may hold letters'],
  ['name', 5, 'What shall it be called?'],
  ['image.choice', 'a b', 'Choose an image'],
  ['image.choice', 7, 'Choose an image'],
  ['code', '', 'Choose the folder with the program'],
  ['code', 'stage:xyz', 'Choose the folder with the program'],
  ['code', 'C:\\program', 'Choose the folder with the program'],
  ['code', 's3://bucket/train.py', 'The program needs a folder.'],
  ['data.training', '', 'Choose the data'],
  ['data.training', 'https://example.com/a.csv', 'Choose the data'],
  ['data.training', 's3://bucket/*.csv', 'Choose the data'],
  ['data.training', 's3://bucket/${aws:username}', 'Choose the data'],
  ['data.test', 's3://b/', 'Choose the data'],
  ['bucket.choice', 'Ä', 'Where results go'],
  ['bucket.newName', 'No', 'The name of the bucket'],
  ['size', 'huge', 'The size must be'],
  ['script', '/etc/passwd', 'The file that is run'],
  ['script', '', 'The file that is run'],
  ['script', '-c', 'The file that is run'],
  ['gpus', -1, 'The number of GPUs'],
  ['gpus', 9, 'The number of GPUs'],
  ['gpus', 4, 'This size has fewer GPUs.'],
  ['pool', 'p3.2xlarge, p2.xlarge, g3.4xlarge', 'Types of machine are named'],
  ['pool', 'g4dn.xlarge, g5.xlarge', 'Name at least three'],
  ['pool', 'g4dn.xlarge g4dn.xlarge g4dn.xlarge', 'Name at least three'],
  ['network', 'vpc-1', 'The network must be'],
  ['machineImage', 'ubuntu', 'A machine image is named'],
  ['imported.hostFolder', 'data', 'A folder of the machine'],
  ['imported.keyPair', 'ä', 'The key pair'],
  ['imported.privileged', 'yes', 'The program may do everything'],
  ['hours', 0, 'One try may take'],
  ['hours', 169, 'One try may take'],
  ['hours', 1.5, 'One try may take'],
  ['attempts', 0, 'There may be 1 to 10'],
  ['attempts', 11, 'There may be 1 to 10'],
  ['giveUpMinutes', 9, 'It may wait'],
  ['giveUpMinutes', 1441, 'It may wait'],
  ['bid.percent', 49, 'The highest price'],
  ['bid.percent', 101, 'The highest price'],
  ['bid.on', 'no', 'A highest price of my own'],
])('%s = %j is answered by a sentence', (path, value, says) => {
  const [first = '', second] = path.split('.');
  const group = (answers[first] ?? {}) as Answers;
  const given = second === undefined ? { [first]: value } : { [first]: { ...group, [second]: value } };
  const found = wrong(given as Answers);
  expect(Object.keys(found)).toEqual([path]);
  expect(found[path]).toContain(says);
});

test('another image needs its address; a question that does not exist is named', () => {
  expect(wrong({ image: { choice: 'new', address: '' } })['image.address']).toContain(
    'The image needs a registry address',
  );
  expect(wrong({ image: { choice: 'new', address: 'public.ecr.aws/team/train:2' } })).toEqual({});
  expect(wrong({ color: 'blue' })).toEqual({ color: 'There is no question called color.' });
});

test('places in words of an address', () => {
  expect(placeOf('s3://a-bucket/folder with spaces/ä/')).toEqual({
    from: 's3',
    bucket: 'a-bucket',
    key: 'folder with spaces/ä/',
  });
  expect(placeOf('s3://a-bucket/a\nb')).toBeUndefined();
  expect(placeOf(`s3://a-bucket/${'a'.repeat(901)}`)).toBeUndefined();
  expect([
    commonFolder(['a/b', 'a/c/d']),
    commonFolder(['a/b', 'c']),
    commonFolder(['a']),
    commonFolder([]),
  ]).toEqual(['a/', '', '', '']);
});
