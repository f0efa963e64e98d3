import { expect, test } from 'vitest';
import { mendOldRecipe } from '../../main/wizards/gpu-training/old-recipe.ts';
import { languages, say } from '../../words/index.ts';
import { stackOf, train, wrong } from '../wizard/gpu-training-support.ts';
import { text } from '../wizard/support.ts';

/** As people kept it from 2019 on: p2, price limit of 60 %, two vCPUs always wanted, privileged. */
const old = {
  computeEnvironment: {
    computeEnvironmentName: 'gpu-spot',
    type: 'MANAGED',
    computeResources: {
      type: 'SPOT',
      minvCpus: 0,
      maxvCpus: 16,
      desiredvCpus: 2,
      instanceTypes: ['p2.xlarge'],
      bidPercentage: 60,
      ec2KeyPair: 'team',
      spotIamFleetRole: 'arn:aws:iam::111122223333:role/fleet',
      instanceRole: 'ecsInstanceRole',
    },
  },
  jobDefinition: {
    jobDefinitionName: 'census_income',
    type: 'container',
    containerProperties: {
      image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/train:1',
      vcpus: 4,
      memory: 61_000,
      privileged: true,
      volumes: [{ name: 'tmp', host: { sourcePath: '/tmp' } }],
      environment: [
        { name: 'SCRIPT_DIR', value: 's3://census-data/code' },
        { name: 'TRAINING_DATA', value: 's3://census-data/train.csv' },
        { name: 'TEST_DATA', value: 's3://census-data/test.csv' },
        { name: 'MODEL_DIR', value: 's3://census-data/model' },
        { name: 'RUN_SCRIPT', value: './run.sh' },
      ],
    },
  },
};

test('the old recipe is refused with its reasons, and each has what stands in its place', () => {
  const { findings } = mendOldRecipe(old)!;
  expect(findings.map(({ kind, path, was, now }) => [kind, path, was, now])).toEqual([
    ['refused', 'computeResources.instanceTypes', 'p2.xlarge', 'g4dn.4xlarge, g5.4xlarge, g6.4xlarge'],
    ['changed', 'computeResources.allocationStrategy', '', 'SPOT_PRICE_CAPACITY_OPTIMIZED'],
    ['changed', 'computeResources.bidPercentage', '60', null],
    ['changed', 'computeResources.desiredvCpus', '2', null],
    ['changed', 'computeResources.spotIamFleetRole', 'arn:aws:iam::111122223333:role/fleet', null],
    ['danger', 'computeResources.ec2KeyPair', 'team', 'team'],
    ['changed', 'containerProperties.vcpus', '4', 'VCPU 16'],
    ['changed', 'containerProperties.memory', '61000', 'MEMORY 60160'],
    ['changed', 'containerProperties.memory', '61000', '60160'],
    ['changed', 'containerProperties.resourceRequirements', '', 'GPU 1'],
    ['danger', 'containerProperties.privileged', 'true', 'true'],
    ['danger', 'containerProperties.volumes', '/tmp', '/tmp'],
    ['changed', 'retryStrategy', '1', '3'],
    ['changed', 'timeout', '', '4 h'],
  ]);
  expect(text(findings[0]!.says)).toBe(
    'AWS’s machine image of today has no driver for p2.xlarge, and new environments may not use the old image any more.',
  );
  for (const language of languages)
    for (const { says } of findings)
      expect(say(language, says, { timeZone: 'UTC', now: 0 })).not.toMatch(/[{}]/);
});

test('its answers plan: the mended plan stands beside it', () => {
  const { answers } = mendOldRecipe(old)!;
  expect(wrong(answers)).toEqual({});
  const made = train(answers, {
    'bucket:census-data': { exists: 'here', region: 'eu-west-1' },
    'quota:ec2/L-3819A6DF': { limit: 64, code: 'L-3819A6DF', inUse: null },
    'stack:millwright-training-census-income': null,
  });
  expect(made.blockers).toEqual([]);
  expect(stackOf(made, 'training').parameters).toMatchObject({
    TrainingName: 'census-income',
    Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/train:1',
    CodeBucket: 'census-data',
    CodeKey: 'code/',
    TrainingKey: 'train.csv',
    TestKey: 'test.csv',
    RunScript: 'run.sh',
    Vcpus: '16',
    MemoryMiB: '60160',
    Attempts: '3',
    AttemptSeconds: '14400',
    Privileged: 'true',
    HostFolder: '/tmp',
  });
  expect(stackOf(made, 'environment').parameters).toMatchObject({ BidPercentage: '0', KeyPairName: 'team' });
});

const job = (container: object, more: object = {}) => ({ containerProperties: container, ...more });

test.each([
  [
    { computeResources: { type: 'SPOT', ec2Configuration: [{ imageType: 'ECS_AL2_NVIDIA' }] } },
    'ECS_AL2_NVIDIA since 30 June 2026',
  ],
  [
    { computeResources: { instanceTypes: ['p3.2xlarge', 'g3.4xlarge', 'g5.xlarge'] } },
    'no driver for p3.2xlarge and g3.4xlarge',
  ],
  [
    job({ resourceRequirements: [{ type: 'MEMORY', value: '400000' }] }),
    'No machine of this size has 400,000 MiB',
  ],
])('AWS refuses %j', (recipe, says) => {
  const refused = mendOldRecipe(recipe)!.findings.filter(({ kind }) => kind === 'refused');
  expect(refused.map((one) => text(one.says)).join(' ')).toContain(says);
});

test('a configuration of today keeps what it says', () => {
  const { findings, answers } = mendOldRecipe({
    computeResources: {
      type: 'SPOT',
      allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
      minvCpus: 0,
      instanceTypes: ['g4dn.xlarge', 'g5.xlarge', 'g6.xlarge'],
      ec2Configuration: [{ imageType: 'ECS_AL2023_NVIDIA' }],
    },
    jobDefinition: job(
      {
        resourceRequirements: [
          { type: 'GPU', value: '1' },
          { type: 'VCPU', value: '4' },
          { type: 'MEMORY', value: '12000' },
        ],
      },
      {
        retryStrategy: { attempts: 5, evaluateOnExit: [{ onReason: '*', action: 'EXIT' }] },
        timeout: { attemptDurationSeconds: 5000 },
      },
    ),
  })!;
  expect(findings).toEqual([]);
  expect(answers).toMatchObject({ size: 'small', attempts: 5, hours: 2 });
});

test('the properties of a template are read as well', () => {
  const template = {
    Resources: {
      Environment: {
        Type: 'AWS::Batch::ComputeEnvironment',
        Properties: { ComputeResources: { Type: 'EC2', MinvCpus: 4, InstanceTypes: ['p3.8xlarge'] } },
      },
    },
  };
  const said = mendOldRecipe(template)!.findings.map((one) => text(one.says));
  expect(said).toEqual(expect.arrayContaining([expect.stringContaining('4 vCPUs are billed day and night')]));
});

const deep = () => {
  let value: unknown = { computeResources: { type: 'SPOT' } };
  for (let level = 0; level < 5_000; level += 1) value = { a: value };
  return value;
};

test.each([
  [null],
  [7],
  ['text'],
  [[]],
  [{}],
  [{ computeResources: 'x' }],
  [{ containerProperties: { vcpus: {} } }],
  [deep()],
])('what is no configuration of Batch is none', (given) => {
  expect(mendOldRecipe(given)).toBeUndefined();
});
