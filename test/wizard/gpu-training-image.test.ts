import { expect, test } from 'vitest';
import { buildReasons, whyFailed } from '../../main/plans/build-why.ts';
import { imageOptions } from '../../main/wizards/gpu-training/image-options.ts';
import { catalogue } from '../../main/wizards/gpu-training/images.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { words } from '../../words/index.ts';
import { account, at, foundationReady, planOf, steps, text, texts } from './support.ts';
import { answers, code, free, source, stackOf, staged, train, wrong } from './gpu-training-support.ts';

const planId = '00112233445566778899';
const imageStack = 'stack:millwright-image-census';
const folder = `stage:${'d'.repeat(32)}`;
const build = (given: Answers = {}): Answers => ({ image: { choice: 'build', ...given } });
const none = { [imageStack]: null };
const make = (given: Answers = {}, values: Record<string, unknown> = {}): Plan =>
  train(build(given), { ...none, ...values });
const called = ({ changes }: Plan, id: string) => {
  const found = changes.find((change) => change.id === id);
  if (found === undefined) throw new Error(`The plan has no ${id}.`);
  return found;
};

test('an image that is built: Dockerfile, registry, builder, build, and only then the training', () => {
  const made = make();
  expect(made.blockers).toEqual([]);
  expect(made.changes.map(({ id }) => id)).toEqual([
    'storage',
    'environment',
    'bootstrap',
    'upload-code',
    'upload-training',
    'dockerfile',
    'image',
    'build',
    'training',
    'submit',
  ]);
  expect(steps(made).slice(6, 10)).toEqual([
    `Write a Dockerfile, because the folder has none: s3://census-4417/trainings/census/${planId}/code/program/Dockerfile.`,
    'Make a private registry for the image, millwright-image-census. It keeps the newest 5 images.',
    'Make a builder with a role that reads census-4417/trainings/census/, puts images into millwright-image-census, and nothing else.',
    `Build the image from census-4417/trainings/census/${planId}/code/program/ and put it into millwright-image-census.`,
  ]);
  expect(stackOf(made, 'training').parameters['Image']).toBe(
    `111122223333.dkr.ecr.eu-west-1.amazonaws.com/millwright-image-census:${planId}`,
  );
  expect(stackOf(made, 'image')).toMatchObject({
    stackName: 'millwright-image-census',
    parameters: {
      ImageName: 'census',
      KeepImages: '5',
      SourceBucket: 'census-4417',
      SourcePrefix: 'trainings/census/',
      LimitMinutes: '60',
    },
    roleArn: expect.stringMatching(/-cloudformation$/) as string,
  });
  expect(called(made, 'build')).toMatchObject({
    service: 'codebuild',
    operation: 'StartBuild',
    repeat: 'token',
    input: {
      projectName: 'millwright-image-census',
      sourceLocationOverride: `census-4417/trainings/census/${planId}/code/program/`,
      environmentVariablesOverride: [{ name: 'IMAGE_TAG', value: planId, type: 'PLAINTEXT' }],
    },
    until: { thing: 'build', name: `millwright-image-census/${planId}`, state: 'SUCCEEDED' },
  });
  expect(texts(made.guards.map(({ says }) => says)).at(-1)).toBe(
    'AWS ends the build of the image after 60 minutes.',
  );
});

test.each([
  ['tensorflow', ['program/train.py'], []],
  [
    'pytorch',
    ['program/train.py', 'program/requirements.txt'],
    ['RUN pip install --no-cache-dir -r requirements.txt'],
  ],
] as const)('the Dockerfile on %s is shown whole, and is what is put', (base, files, last) => {
  const made = make({ base }, { [code]: staged(...files) });
  const change = called(made, 'dockerfile');
  if (change.kind !== 'upload') throw new Error('no upload');
  const lines = [
    '# Written by Millwright, because the folder had no Dockerfile.',
    `FROM ${catalogue[base].address}`,
    'WORKDIR /program',
    'COPY . .',
    ...last,
  ];
  expect(change.files).toMatchObject([{ path: 'Dockerfile', text: `${lines.join('\n')}\n` }]);
  expect(text(change.note!)).toBe(lines.join('\n'));
});

test('a Dockerfile of the folder is used as it is; another folder is put beside the program', () => {
  const own = make({}, { [code]: staged('program/train.py', 'program/Dockerfile') });
  expect(own.changes.map(({ id }) => id)).not.toContain('dockerfile');
  const apart = make({ folder }, { [folder]: staged('box/Dockerfile', 'box/requirements.txt') });
  expect(apart.changes.map(({ id }) => id).slice(3, 7)).toEqual([
    'upload-code',
    'upload-training',
    'upload-image',
    'image',
  ]);
  expect(called(apart, 'build')).toMatchObject({
    input: { sourceLocationOverride: `census-4417/trainings/census/${planId}/image/box/` },
  });
  // One file alone is a folder with one file.
  const alone = make({ folder }, { [folder]: staged('Dockerfile') });
  expect(called(alone, 'build')).toMatchObject({
    input: { sourceLocationOverride: `census-4417/trainings/census/${planId}/image/` },
  });
});

test('a folder in S3 is built where it is', () => {
  const given = { ...build(), code: 's3://programs/census/' };
  const key = 'image-source:programs/census/';
  const holds = (more: object) => ({
    ...none,
    [key]: { empty: false, dockerfile: true, requirements: false, ...more },
  });
  const made = train(given, holds({}));
  expect(made.facts.find((fact) => fact.key === key)?.decisive).toBe(true);
  expect(stackOf(made, 'image').parameters).toMatchObject({
    SourceBucket: 'programs',
    SourcePrefix: 'census/',
  });
  expect(made.changes.map(({ id }) => id)).not.toContain('dockerfile');
  expect(called(train(given, holds({ dockerfile: false })), 'dockerfile')).toMatchObject({
    bucket: 'programs',
    prefix: 'census/',
  });
  expect(texts(train(given, none).blockers)[0]).toContain('The folder programs/census/ could not be read');
  expect(texts(train(given, holds({ empty: true, dockerfile: false })).blockers)).toEqual([
    'There is nothing in programs/census/ that an image could be built from.',
  ]);
});

test('a builder that is there is used, and let into another folder where it needs that', () => {
  const parameters = { ...stackOf(make(), 'image').parameters };
  const ready = { ...foundationReady['stack:millwright-foundation'], source: 'gpu-training', parameters };
  const again = make({}, { [imageStack]: ready });
  expect(again.blockers).toEqual([]);
  expect(again.changes.map(({ id }) => id)).not.toContain('image');
  const moved = stackOf(
    make({}, { [imageStack]: { ...ready, parameters: { ...parameters, SourceBucket: 'old-bucket' } } }),
    'image',
  );
  expect(moved).toMatchObject({ action: 'update', parameters: { SourceBucket: 'census-4417' } });
  expect(moved.resources.map(({ logicalId, effect }) => `${logicalId} ${effect}`).sort()).toEqual([
    'Build update',
    'BuildRole update',
  ]);
  for (const [more, says] of [
    [{ health: 'busy' }, 'AWS is just working on millwright-image-census.'],
    [{ health: 'stuck' }, 'millwright-image-census is stuck.'],
    [{ source: 'notebook' }, 'There is a stack called millwright-image-census that was not made'],
  ] as const)
    expect(texts(make({}, { [imageStack]: { ...ready, ...more } }).blockers)[0]).toContain(says);
});

test('the money of a build: minutes and GB, with “?” where nobody knows a price', () => {
  const line = (made: Plan, key: string) => made.cost.lines.find(({ priceKey }) => priceKey === key);
  const made = make();
  expect(line(made, 'codebuild:general1.medium')).toMatchObject({
    unit: 'month',
    quantity: 1 / 3,
    unitPrice: null,
  });
  expect(line(made, 'ecr:storage')).toMatchObject({ unit: 'gb-month', quantity: 10 });
  expect(made.cost.worstMonth.unknown).toEqual(
    expect.arrayContaining(['codebuild:general1.medium', 'ecr:storage']),
  );
  expect(line(train(), 'codebuild:general1.medium')).toBeUndefined();
  expect(texts(made.cost.assumptions).at(-1)).toContain('Both are guesses');
});

test('the rights that a build needs of the person', () => {
  const wanted = make().permissions.filter(({ action }) => action.startsWith('codebuild:'));
  expect(wanted.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'codebuild:StartBuild arn:aws:codebuild:eu-west-1:111122223333:project/millwright-image-census',
    'codebuild:BatchGetBuilds arn:aws:codebuild:eu-west-1:111122223333:project/millwright-image-census',
  ]);
});

test('names in large letters make a registry in small ones', () => {
  const made = train({ ...build(), name: 'Census-7' }, { 'stack:millwright-image-census-7': null });
  expect(stackOf(made, 'image').stackName).toBe('millwright-image-census-7');
  expect(stackOf(made, 'training').parameters['Image']).toContain('/millwright-image-census-7:');
});

test('without an account nobody has looked, and the plan says so', () => {
  const made = train(build(), Object.fromEntries(Object.keys(free).map((key) => [key, undefined])), {
    accountId: null,
    region: 'eu-west-1',
    partition: 'aws',
  });
  expect(made.blockers).toEqual([]);
  expect(texts(made.warnings)).toContain(
    'Nobody has looked into the folder yet. If it has no Dockerfile, one is written, and the plan will show it.',
  );
  expect(stackOf(made, 'training').parameters['Image']).toMatch(/^ACCOUNT\.dkr\.ecr\.eu-west-1\./);
});

test('an image that AWS no longer looks after is told, also as a base', () => {
  const late = (given: Answers, values = {}) =>
    texts(
      planOf(
        source,
        { ...answers, ...given },
        { ...free, ...none, ...values },
        Date.parse('2027-08-01T00:00:00Z'),
        account,
      ).warnings,
    ).filter((one) => one.includes('no longer looks after'));
  expect(late({})).toHaveLength(1);
  expect(late({ image: { choice: 'pytorch' } })).toHaveLength(0);
  expect(late(build())).toHaveLength(1);
  expect(late(build(), { [code]: staged('program/train.py', 'program/Dockerfile') })).toHaveLength(0);
  expect(texts(train().warnings).join()).not.toContain('no longer looks after');
});

test('images are offered: of AWS, built, and of the registry, newest first', () => {
  const options = (value: unknown) =>
    imageOptions({ get: () => undefined, value: <T>() => value as T | undefined }).map((option) => ({
      value: option.value,
      label: text(option.label, at('14:00')),
      off: option.disabledBecause && text(option.disabledBecause),
    }));
  const always = [
    { value: 'tensorflow', label: 'TensorFlow 2.21', off: undefined },
    { value: 'pytorch', label: 'PyTorch 2.14', off: undefined },
    { value: 'build', label: 'Build from my folder', off: undefined },
  ];
  expect(options(undefined)).toEqual(always);
  expect(options({ images: [], more: false }).slice(3)).toEqual([
    {
      value: 'registry',
      label: 'From your registry',
      off: 'Your registry holds no image in this region yet.',
    },
  ]);
  const address = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team:2';
  const image = { address, name: 'team:2', pushedAt: '2026-11-19T10:00:00.000Z', bytes: 4e9 };
  expect(options({ images: [image], more: true }).slice(3)).toEqual([
    { value: address, label: 'From your registry: team:2', off: undefined },
    {
      value: 'registry',
      label: 'From your registry',
      off: expect.stringContaining('There are more') as string,
    },
  ]);
  expect(stackOf(train({ image: { choice: address } }), 'training').parameters['Image']).toBe(address);
});

test.each<[Answers, string, string]>([
  [build({ base: 'mxnet' }), 'image.base', 'Choose what the image is built on.'],
  [build({ folder: 'C:\\box' }), 'image.folder', 'The image is built from a folder'],
  [build({ folder: 's3://bucket/Dockerfile' }), 'image.folder', 'The image is built from a folder'],
  [build({ folder: 5 }), 'image.folder', 'The image is built from a folder'],
  [{ image: { choice: '' } }, 'image.choice', 'Choose an image'],
  [{ image: { choice: '$(id)' } }, 'image.choice', 'Choose an image'],
])('%j is answered by a sentence', (given, path, says) => {
  const found = wrong(given);
  expect(Object.keys(found)).toEqual([path]);
  expect(found[path]).toContain(says);
});

test('only who builds is asked what on, and from where', () => {
  const fields = gpuTraining.description.steps.flatMap((step) => step.fields);
  for (const path of ['image.base', 'image.folder'])
    expect(fields.find((field) => field.path === path)).toMatchObject({
      required: false,
      when: { path: 'image.choice', is: ['build'] },
    });
});

/** Docker's own words, and CodeBuild's phases. */
test.each([
  [{ buildStatus: 'TIMED_OUT' }, '', 'time', 'It took longer than the time limit.'],
  [{ buildStatus: 'STOPPED' }, '', 'stopped', 'Somebody stopped the build.'],
  [{ buildStatus: 'FAULT' }, '', 'fault', 'AWS CodeBuild itself failed.'],
  ['QUEUED', '', 'log', 'may not write its log'],
  ['DOWNLOAD_SOURCE', '', 'folder', 'AWS could not read the folder: AccessDenied'],
  [
    'BUILD',
    'ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory',
    'no-dockerfile',
    'The folder has no Dockerfile.',
  ],
  [
    'BUILD',
    'ERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: FORM',
    'typo',
    'Line 2 of the Dockerfile cannot be read: unknown instruction: FORM',
  ],
  [
    'BUILD',
    'ERROR: failed to solve: the Dockerfile (Dockerfile) cannot be empty',
    'empty',
    'The Dockerfile is empty.',
  ],
  [
    'BUILD',
    'Dockerfile:4\nERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/gone.txt": not found',
    'file',
    'Line 4 of the Dockerfile copies gone.txt',
  ],
  [
    'BUILD',
    'ERROR: No matching distribution found for pandsa==2.0\nDockerfile:5\nprocess "/bin/sh -c pip install" did not complete successfully: exit code: 1',
    'package',
    'There is no package pandsa==2.0 that fits.',
  ],
  ['BUILD', 'write /x: no space left on device', 'disk', 'The disk of the builder is full'],
  [
    'BUILD',
    'toomanyrequests: You have reached your pull rate limit',
    'too-often',
    'only so many times an hour',
  ],
  [
    'BUILD',
    'ERROR: failed to solve: python:9: failed to resolve source metadata for docker.io/library/python:9: docker.io/library/python:9: not found',
    'base-missing',
    'begins with docker.io/library/python:9, and',
  ],
  [
    'BUILD',
    'failed to resolve source metadata for lab.example.com/a:1: pull access denied, repository does not exist',
    'base-refused',
    'begins with lab.example.com/a:1, and its registry',
  ],
  [
    'BUILD',
    'Dockerfile:6\nERROR: failed to solve: process "/bin/sh -c make it" did not complete successfully: exit code: 2',
    'command',
    'Line 6 of the Dockerfile ended with code 2: make it',
  ],
  [
    'POST_BUILD',
    'denied: User: x is not authorized to perform: ecr:PutImage',
    'push',
    'may not put it into the registry',
  ],
  ['BUILD', 'something else', 'other', 'The last that it said: something else'],
] as const)('a build that failed (%j) is explained: %s', (how, log, id, says) => {
  const phases = [{ phaseType: how, phaseStatus: 'FAILED', contexts: [{ message: 'AccessDenied' }] }];
  const found = whyFailed(
    (typeof how === 'string' ? { buildStatus: 'FAILED', phases } : how) as never,
    log.split('\n'),
  );
  expect(found.id).toBe(id);
  expect(text(found.says)).toContain(says);
  expect(text(found.mend).length).toBeGreaterThan(8);
});

test('every reason has its words in both languages', () => {
  for (const id of buildReasons)
    for (const language of ['en', 'zh-CN'] as const)
      for (const part of ['says', 'mend'])
        expect(Object.hasOwn(words[language], `build.why.${id}.${part}`), `${id} ${part}`).toBe(true);
});
