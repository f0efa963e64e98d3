import { expect, test } from 'vitest';
import { languages, say } from '../../words/index.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import { account, context, steps, text, texts } from './support.ts';
import {
  answers,
  code,
  data,
  environmentReady,
  free,
  offers,
  stackOf,
  staged,
  train,
  zones,
} from './gpu-training-support.ts';
import { shows } from '../status/shows.ts';

test('the review of the first training, in an account that is prepared', () => {
  const made = train();
  expect(text(made.title)).toBe('Train census');
  expect(steps(made)).toEqual([
    'Make a private, encrypted bucket, census-4417.',
    'Make the training environment: GPU machines on Spot (g4dn.xlarge, g5.xlarge, and g6.xlarge), none while nothing waits.',
    'Make its queue: a training that gets no machine within 60 minutes is given up.',
    'Put the start program into the bucket census-4417.',
    'Put the folder with the program into the bucket census-4417: 2 files, 200 B.',
    'Put the training data into the bucket census-4417: 1 file, 100 B.',
    'Make a role that reads the program and the data, writes into census-4417/trainings/census, and nothing else.',
    expect.stringContaining('on 1 GPU, 4 processors and'),
    'Start the training census: put it into the queue.',
  ]);
  expect(made.blockers).toEqual([]);
  expect(texts(made.guards.map(({ says }) => says))).toEqual([
    'AWS ends each try after 4 hours, and there are at most 3 tries.',
    'Where AWS has no machine, it is given up after 60 minutes.',
    'When no training waits, AWS switches the machines off. Nothing is billed then.',
  ]);
});

test('a missing foundation is made first; an environment that is there is used', () => {
  const ids = (values: Record<string, unknown>) => train({}, values).changes.map(({ id }) => id);
  const files = ['bootstrap', 'upload-code', 'upload-training'];
  expect(ids({ 'stack:millwright-foundation': null })).toEqual([
    'foundation',
    'storage',
    'environment',
    ...files,
    'training',
    'submit',
  ]);
  expect(ids(environmentReady())).toEqual(['storage', ...files, 'training', 'submit']);
});

test('one job is submitted, which the id of the plan finds again', () => {
  const submit = train().changes.at(-1);
  expect(submit).toMatchObject({
    kind: 'call',
    service: 'batch',
    operation: 'SubmitJob',
    repeat: 'once',
    input: {
      jobName: 'census-00112233445566778899',
      jobQueue: 'millwright-training',
      jobDefinition: 'millwright-training-census',
      tags: { 'millwright:plan': '00112233445566778899', 'millwright:source': 'gpu-training' },
    },
  });
  expect(stackOf(train(), 'training').parameters['TrainingName']).toBe('census');
});

test('the environment: three types or more, one machine of the largest, no vCPU at rest, no price limit', () => {
  const { parameters, roleArn, capabilities } = stackOf(train(), 'environment');
  expect(parameters).toEqual({
    InstanceTypes: 'g4dn.xlarge,g5.xlarge,g6.xlarge',
    MaxVcpus: '4',
    BidPercentage: '0',
    ImageId: '',
    KeyPairName: '',
    SubnetIds: 'subnet-0a,subnet-0b',
    SecurityGroupIds: 'sg-1',
    GiveUpAfterSeconds: '3600',
    LogDays: '90',
    BoundaryArn: 'arn:aws:iam::111122223333:policy/millwright/millwright-eu-west-1-boundary',
  });
  expect(roleArn).toMatch(/-cloudformation$/);
  expect(capabilities).toEqual(['CAPABILITY_IAM']);
  const chosen = stackOf(
    train({ bid: { on: true, percent: 60 }, giveUpMinutes: 30, machineImage: 'ami-0a1b2c3d', size: 'four' }),
    'environment',
  ).parameters;
  expect(chosen).toMatchObject({
    InstanceTypes: 'g4dn.12xlarge,g5.12xlarge,g6.12xlarge',
    MaxVcpus: '48',
    BidPercentage: '60',
    GiveUpAfterSeconds: '1800',
    ImageId: 'ami-0a1b2c3d',
  });
});

test.each([
  ['small', 0, { Gpus: '1', Vcpus: '4', MemoryMiB: '14848' }],
  ['medium', 0, { Gpus: '1', Vcpus: '8', MemoryMiB: '29952' }],
  ['four', 0, { Gpus: '4', Vcpus: '48', MemoryMiB: '180736' }],
  ['four', 1, { Gpus: '1', Vcpus: '12', MemoryMiB: '45056' }],
])('%s with %i GPUs asks for less memory than the machine has', (size, gpus, needs) => {
  const { parameters } = stackOf(train({ size, gpus }), 'training');
  expect(parameters).toMatchObject(needs);
  const machine = offers.find(({ type }) => type === (size === 'four' ? 'g5.12xlarge' : 'g5.xlarge'))!;
  if (size !== 'medium') expect(Number(needs.MemoryMiB)).toBeLessThan(machine.memoryMiB * 0.95);
});

test('files of this computer go below the run, and the program is told where', () => {
  const made = train({}, { [data]: staged('jan.csv', 'feb.csv') });
  expect(stackOf(made, 'training').parameters).toMatchObject({
    CodeBucket: 'census-4417',
    CodeKey: 'trainings/census/00112233445566778899/code/program/',
    TrainingKey: 'trainings/census/00112233445566778899/data/training/',
    TestBucket: '',
    TestKey: '',
    Prefix: 'trainings/census',
    Run: '00112233445566778899',
    RunScript: 'train.py',
  });
  const one = train({ data: { training: data, test: data } });
  expect(stackOf(one, 'training').parameters).toMatchObject({
    TrainingKey: 'trainings/census/00112233445566778899/data/training/train.csv',
    TestKey: 'trainings/census/00112233445566778899/data/test/train.csv',
  });
  const start = one.changes.find(({ id }) => id === 'bootstrap');
  if (start?.kind !== 'upload') throw new Error('no upload');
  const sha256 = stackOf(one, 'training').parameters['BootstrapSha256'];
  expect(start.prefix).toBe(`millwright/bootstrap/${sha256}/`);
  expect(start.files).toMatchObject([{ path: 'train.sh', sha256 }]);
});

test('what lies in S3 is read where it is and not put anywhere', () => {
  const made = train({
    code: 's3://programs/census/',
    data: { training: 's3://lake/census/träin 1.csv', test: '' },
  });
  expect(made.changes.filter(({ kind }) => kind === 'upload').map(({ id }) => id)).toEqual(['bootstrap']);
  expect(stackOf(made, 'training').parameters).toMatchObject({
    CodeBucket: 'programs',
    CodeKey: 'census/',
    TrainingBucket: 'lake',
    TrainingKey: 'census/träin 1.csv',
  });
});

test.each([
  [{ [code]: staged('program/other.py') }, 'The folder has no file train.py.'],
  [{ [code]: null }, 'The picked files are no longer on this computer.'],
  [{ [data]: { files: [{ path: 'a', bytes: 1, sha256: null }] } }, '1 picked file has not been read yet.'],
  [{ 'stack:millwright-training-census': { health: 'ready' } }, 'There is already a training called census.'],
  [{ 'bucket:census-4417': { exists: 'elsewhere', region: null } }, 'is taken by somebody else'],
  [environmentReady({ InstanceTypes: 'g4dn.large', MaxVcpus: '2' }), 'has no machine that holds this size'],
  [
    { 'stack:millwright-training': { health: 'busy', parameters: {} } },
    'AWS is just working on the training environment',
  ],
  [{ 'stack:millwright-training': { health: 'stuck', parameters: {} } }, 'The training environment is stuck'],
  [{ 'machine-networks': { subnets: [], groups: {} } }, 'no default network'],
  [{ 'machine-networks': undefined }, 'Your networks could not be read'],
  [{ 'gpu-offers': offers.slice(0, 2) }, 'AWS offers only 2'],
])('a reason not to start: %j', (values, says) => {
  const blockers = texts(train({}, values).blockers);
  expect(blockers).toHaveLength(1);
  expect(blockers[0]).toContain(says);
});

test('a pool of one’s own that is not offered names what is missing', () => {
  const pool = 'g4dn.xlarge, g5.xlarge, g6.48xlarge';
  expect(texts(train({ pool }).blockers)).toEqual([
    'AWS does not offer g6.48xlarge in the zones of this network. Choose other types of machine.',
  ]);
});

test('where a type is not offered in the zones of the network a larger one fills the pool', () => {
  const without = offers.map((offer) =>
    offer.type === 'g6.xlarge' ? { ...offer, zones: ['eu-west-1c'] } : offer,
  );
  const made = train({}, { 'gpu-offers': without });
  expect(stackOf(made, 'environment').parameters).toMatchObject({
    InstanceTypes: 'g4dn.xlarge,g5.xlarge,g4dn.2xlarge',
    MaxVcpus: '8',
  });
  expect(stackOf(made, 'training').parameters['Vcpus']).toBe('4');
  expect(made.blockers).toEqual([]);
});

test('a subnet of one’s own decides zone and group, and says what it needs', () => {
  const made = train({ network: 'subnet-0c' });
  expect(stackOf(made, 'environment').parameters).toMatchObject({
    SubnetIds: 'subnet-0c',
    SecurityGroupIds: 'sg-2',
  });
  expect(texts(made.warnings).join(' ')).toContain('get no public address');
  expect(texts(train({ network: 'subnet-0d' }).blockers)[0]).toContain(
    'The subnet that was chosen is not there',
  );
});

test('a Spot limit of 0 is a reason not to start, with the request filled in', () => {
  const made = train({}, { 'quota:ec2/L-3819A6DF': { limit: 0, code: 'L-3819A6DF', inUse: null } });
  expect(made.quotas).toEqual([
    {
      name: 'All G and VT Spot Instance Requests',
      need: 4,
      limit: 0,
      inUseAtLeast: null,
      quotaCode: 'L-3819A6DF',
      // Room for the largest machine of the pool.
      ask: { service: 'ec2', wanted: 4 },
    },
  ]);
  expect(texts(made.blockers)).toEqual([
    'Your account may use 0 vCPUs of GPU machines on Spot in Europe (Ireland), and this training needs 4. AWS raises the limit for those who ask: it is free and takes minutes to days. Your answers stay here meanwhile.',
  ]);
});

test('an environment that is there stays as it is, and says which answers do not count', () => {
  const made = train({ giveUpMinutes: 30, bid: { on: true, percent: 60 } }, environmentReady());
  expect(texts(made.warnings).filter((one) => one.includes('does not count'))).toEqual([
    'The training environment is there already and stays as it is: “Give up without a machine after” does not count.',
    'The training environment is there already and stays as it is: “A highest price of my own” does not count.',
  ]);
  expect(texts(made.guards.map(({ says }) => says))[1]).toContain('after 60 minutes');
});

test('what only an old configuration has is kept, in red and told', () => {
  const imported = { privileged: true, hostFolder: '/data', keyPair: 'team' };
  const made = train({ imported });
  expect(stackOf(made, 'training').parameters).toMatchObject({ Privileged: 'true', HostFolder: '/data' });
  expect(stackOf(made, 'environment').parameters['KeyPairName']).toBe('team');
  expect(
    texts(made.warnings)
      .slice(0, 3)
      .map((one) => one.slice(0, 30)),
  ).toEqual([
    'The program may do everything ',
    'The program sees the folder /d',
    'Who holds the key pair team ma',
  ]);
  const field = (given: object) =>
    gpuTraining.describe!({ ...answers, ...given })
      .steps.flatMap(({ fields }) => fields)
      .find(({ path }) => path === 'imported.privileged');
  expect(field({ imported })?.dangers).toHaveLength(1);
  expect(field({})?.dangers).toBeUndefined();
  expect(field({})?.when).toEqual({ path: 'imported.privileged', is: [true] });
});

test('the rights that the person needs: passing one role, uploads, one job', () => {
  const actions = new Set(train().permissions.map(({ action }) => action));
  expect([...actions].filter((action) => !action.startsWith('cloudformation:')).sort()).toEqual([
    'batch:SubmitJob',
    'batch:TagResource',
    'iam:PassRole',
    's3:AbortMultipartUpload',
    's3:PutObject',
  ]);
  const alone = train({}, { 'stack:millwright-foundation': undefined }).permissions.map(
    ({ action }) => action,
  );
  expect(alone).toEqual(expect.arrayContaining(['batch:CreateComputeEnvironment', 'batch:CreateJobQueue']));
});

test('with no account it is a draft that says so once', () => {
  const made = train({}, Object.fromEntries(Object.keys(free).map((key) => [key, undefined])), {
    accountId: null,
    region: 'eu-west-1',
    partition: 'aws',
  });
  expect(made.blockers).toEqual([]);
  expect(stackOf(made, 'environment').parameters['InstanceTypes']).toBe('g4dn.xlarge,g5.xlarge,g6.xlarge');
  expect(texts(made.warnings).at(-1)).toMatch(/^Made without an account/);
});

test(
  'at most five questions must be answered, each has help and words in both languages' +
    shows('done-when:4.2/answers'),
  () => {
    const fields = gpuTraining.description.steps.flatMap((step) => step.fields);
    expect(fields.filter(({ required }) => required).map(({ path }) => path)).toEqual([
      'name',
      'image.choice',
      'code',
      'data.training',
      'bucket.choice',
    ]);
    const when = { timeZone: 'UTC', now: 0 };
    for (const { label, hint, help = [], path } of fields) {
      expect(help.length, path).toBeGreaterThan(0);
      for (const language of languages)
        for (const one of [
          label,
          ...(hint ? [hint] : []),
          ...help.flatMap(({ title, text: says }) => [title, says]),
        ])
          expect(say(language, one, when), path).not.toBe('');
    }
  },
);

test('every question has an answer among the defaults; cards show the Spot price of now and say the usual one', () => {
  const known = {
    get: () => undefined,
    value: <T>(key: string) => free[key] as T | undefined,
  };
  const defaults = gpuTraining.defaults(known, context());
  for (const { path } of gpuTraining.description.steps.flatMap((step) => step.fields)) {
    const value = path
      .split('.')
      .reduce<unknown>((all, key) => (all as Record<string, unknown>)[key], defaults);
    expect(value, path).toBeDefined();
  }
  const cards = gpuTraining.options(known, context())['size']!;
  expect(cards.map(({ value, price, code: types }) => [value, price?.hour, types])).toEqual([
    ['small', 0.25, 'g4dn.xlarge · g5.xlarge · g6.xlarge'],
    ['medium', 0.25, 'g4dn.2xlarge · g5.2xlarge · g6.2xlarge'],
    ['large', 0.25, 'g4dn.4xlarge · g5.4xlarge · g6.4xlarge'],
    ['four', 0.25, 'g4dn.12xlarge · g5.12xlarge · g6.12xlarge'],
  ]);
  expect(zones).toHaveLength(2);
  expect(account.region).toBe('eu-west-1');
});
