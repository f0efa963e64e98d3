/** An old configuration of AWS Batch as a file: every form in which people keep it, with no account, and hostile ones. */
import { expect, test } from 'vitest';
import { openPriceBook } from '../../main/costs/price-book.ts';
import { openPlanFile } from '../../main/plans/open-file.ts';
import { makePlan } from '../../main/plans/make.ts';
import { exportPlan } from '../../main/plans/export/index.ts';
import { openOldRecipe } from '../../main/wizards/gpu-training/open-old.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import { contract } from '../../preload/contract/index.ts';
import type { OldRecipe } from '../../preload/contract/old-recipe.ts';
import { languages, say } from '../../words/index.ts';
import { shows } from '../status/shows.ts';
import { hostileTexts } from '../support/hostile.ts';
import { text } from '../wizard/support.ts';

const prices = await openPriceBook(undefined);
const making = (region = 'us-east-1') => ({
  aws: null,
  region,
  now: () => Date.parse('2026-11-20T13:02:00Z'),
  timeZone: 'Europe/Berlin',
  prices,
});
const read = async (file: unknown, region?: string): Promise<OldRecipe | undefined> => {
  const recipe = await openOldRecipe(typeof file === 'string' ? file : JSON.stringify(file), making(region));
  if (recipe === undefined) return undefined;
  const answer = contract.plans.openFile.output.parse({ recipe });
  if (!('recipe' in answer)) throw new Error('The contract takes it for a plan.');
  return answer.recipe;
};
const line = (recipe: OldRecipe | undefined, path: string) => recipe?.lines.find((one) => one.path === path);

const environment = {
  computeEnvironmentName: 'gpu-spot',
  type: 'MANAGED',
  serviceRole: 'AWSBatchServiceRole',
  computeResources: {
    type: 'SPOT',
    minvCpus: 0,
    maxvCpus: 16,
    desiredvCpus: 2,
    instanceTypes: ['p2.xlarge'],
    bidPercentage: 60,
    subnets: ['subnet-0a1b', 'subnet-0c2d'],
    securityGroupIds: ['sg-1'],
    instanceRole: 'ecsInstanceRole',
  },
};
const queue = {
  jobQueueName: 'gpu',
  priority: 1,
  computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'gpu-spot' }],
};
const definition = {
  jobDefinitionName: 'census_income',
  type: 'container',
  containerProperties: {
    image: 'public.ecr.aws/team/train:1',
    vcpus: 4,
    memory: 14_000,
    privileged: true,
    command: ['bash', 'run.sh'],
    environment: [
      { name: 'SCRIPT_DIR', value: 's3://census-data/code' },
      { name: 'TRAINING_DATA', value: 's3://census-data/train.csv' },
      { name: 'MODEL_DIR', value: 's3://census-data/model' },
      { name: 'RUN_SCRIPT', value: './run.sh' },
      { name: 'WANDB_API_KEY', value: 'a-secret-4417' },
    ],
  },
};
const submission = {
  jobName: 'census-today',
  jobQueue: 'gpu',
  jobDefinition: 'census_income',
  containerOverrides: {
    vcpus: 8,
    memory: 30_000,
    environment: [{ name: 'TRAINING_DATA', value: 's3://census-data/newer.csv' }],
  },
};

test(
  'each line stands beside what takes its place, with the reason and the page of AWS' +
    shows('done-when:4.2/refused'),
  async () => {
    const recipe = await read([environment, queue, definition]);
    expect(recipe).toMatchObject({ wizard: 'gpu-training', name: 'census-income', asks: [] });
    expect(recipe!.lines.map(({ kind, path, was, now }) => [kind, path, was, now])).toEqual([
      ['changed', 'computeEnvironmentName', 'gpu-spot', 'millwright-training'],
      ['kept', 'computeResources.type', 'SPOT', 'SPOT'],
      ['refused', 'computeResources.instanceTypes', 'p2.xlarge', 'g4dn.xlarge, g5.xlarge, g6.xlarge'],
      ['added', 'computeResources.allocationStrategy', null, 'SPOT_PRICE_CAPACITY_OPTIMIZED'],
      ['kept', 'computeResources.minvCpus', '0', '0'],
      ['changed', 'computeResources.maxvCpus', '16', '4'],
      ['changed', 'computeResources.desiredvCpus', '2', null],
      ['changed', 'computeResources.bidPercentage', '60', null],
      ['changed', 'computeResources.subnets', 'subnet-0a1b, subnet-0c2d', 'default'],
      ['changed', 'jobQueueName', 'gpu', 'millwright-training'],
      ['changed', 'jobDefinitionName', 'census_income', 'census-income'],
      ['kept', 'containerProperties.image', 'public.ecr.aws/team/train:1', 'public.ecr.aws/team/train:1'],
      ['changed', 'environment.SCRIPT_DIR', 's3://census-data/code', 's3://census-data/code/'],
      ['kept', 'environment.TRAINING_DATA', 's3://census-data/train.csv', 's3://census-data/train.csv'],
      [
        'changed',
        'environment.MODEL_DIR',
        's3://census-data/model',
        's3://census-data/trainings/census-income',
      ],
      ['changed', 'environment.RUN_SCRIPT', './run.sh', 'run.sh'],
      ['changed', 'containerProperties.vcpus', '4', 'VCPU 4'],
      ['changed', 'containerProperties.memory', '14000', 'MEMORY 14848'],
      ['added', 'containerProperties.resourceRequirements', null, 'GPU 1, VCPU 4, MEMORY 14848'],
      ['danger', 'containerProperties.privileged', 'true', 'true'],
      ['added', 'retryStrategy', null, '3'],
      ['added', 'timeout', null, '4 h'],
    ]);
    expect(line(recipe, 'computeResources.instanceTypes')).toMatchObject({
      says: [expect.objectContaining({ key: 'recipe.batch.types' })],
      source: {
        page: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html',
        asOf: '2026-11',
      },
    });
    expect(recipe!.leftOut).toEqual([
      'serviceRole',
      'priority',
      'computeResources.securityGroupIds',
      'computeResources.instanceRole',
      'containerProperties.command',
      'environment.WANDB_API_KEY',
    ]);
    expect(JSON.stringify(recipe)).not.toContain('a-secret-4417');
    for (const language of languages)
      for (const { label, says } of recipe!.lines)
        for (const one of [label, ...says])
          expect(say(language, one, { timeZone: 'UTC', now: 0 })).not.toMatch(/[{}]|recipe\.batch/);
  },
);

test('prices stand beside it as of their day, by the region; elsewhere they are unknown', async () => {
  expect((await read(environment))!.prices).toEqual({
    region: 'us-east-1',
    was: [{ type: 'p2.xlarge', usdPerHour: 0.9 }],
    now: [
      { type: 'g4dn.xlarge', usdPerHour: 0.526 },
      { type: 'g5.xlarge', usdPerHour: 1.006 },
      { type: 'g6.xlarge', usdPerHour: 0.8048 },
    ],
    asOf: '2026-07-20',
  });
  const elsewhere = (await read(environment, 'eu-central-1'))!.prices;
  expect(elsewhere.asOf).toBeNull();
  expect(elsewhere.now.map(({ usdPerHour }) => usdPerHour)).toEqual([null, null, null]);
});

test('what is asked for at the start counts before the definition', async () => {
  const recipe = await read({ all: [environment, queue, definition, submission] });
  expect(recipe!.answers).toMatchObject({
    size: 'medium',
    data: { training: 's3://census-data/newer.csv' },
  });
  expect(line(recipe, 'containerOverrides.vcpus')).toMatchObject({ was: '8', now: 'VCPU 8' });
  expect(await read(submission)).toMatchObject({ name: 'census-today' });
});

test('a skeleton of the CLI says nothing where it is empty', async () => {
  const skeleton = {
    computeEnvironmentName: '',
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: {
      type: 'SPOT',
      allocationStrategy: 'BEST_FIT',
      minvCpus: 0,
      maxvCpus: 0,
      desiredvCpus: 0,
      instanceTypes: ['p3.2xlarge'],
      imageId: '',
      subnets: [''],
      ec2KeyPair: '',
      bidPercentage: 0,
      spotIamFleetRole: '',
      tags: { KeyName: '' },
      launchTemplate: { launchTemplateName: '' },
      ec2Configuration: [{ imageType: '', imageIdOverride: '' }],
    },
  };
  const recipe = await read(skeleton);
  expect(recipe!.lines.filter(({ kind }) => kind !== 'kept').map(({ path }) => path)).toEqual([
    'computeResources.instanceTypes',
    'computeResources.allocationStrategy',
    'computeResources.maxvCpus',
  ]);
  expect(recipe!.leftOut).toEqual([]);
});

test('YAML is read too, and a template with references', async () => {
  const recipe = await read(`Resources:
  Environment:
    Type: AWS::Batch::ComputeEnvironment
    Properties:
      Type: MANAGED
      ComputeResources:
        Type: SPOT
        InstanceTypes: [p3.2xlarge]
        BidPercentage: 60
        InstanceRole: !Ref Profile
        Subnets: [!Ref Subnet]
  Job:
    Type: AWS::Batch::JobDefinition
    Properties:
      JobDefinitionName: census
      ContainerProperties:
        Image: !Sub '\${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/train'
        Vcpus: 8
        Memory: 60000
        Privileged: true
`);
  expect(line(recipe, 'computeResources.instanceTypes')?.kind).toBe('refused');
  expect(line(recipe, 'computeResources.bidPercentage')?.was).toBe('60');
  expect(line(recipe, 'containerProperties.privileged')?.kind).toBe('danger');
  expect(recipe!.asks.map(text).join(' ')).toContain('Choose the folder with the program');
  expect(await read('computeResources:\n  type: SPOT\n  instanceTypes:\n    - p2.xlarge\n')).toBeDefined();
});

test('its plan is made with no account, goes into a file, and comes back unaltered', async () => {
  const recipe = await read([environment, queue, definition]);
  const plan = await makePlan(gpuTraining, recipe!.answers, making());
  expect(plan).toMatchObject({ target: { accountId: null }, blockers: [] });
  expect(plan.warnings.map(text).join(' ')).toContain('privileged');
  const [file] = exportPlan(plan, 'plan', { language: 'en', timeZone: 'Europe/Berlin' } as never);
  const again = openPlanFile(file!.text, { prices, timeZone: 'Europe/Berlin' });
  expect(again).toMatchObject({ differences: [], plan: { digest: plan.digest } });
  // The plan's own file is a plan, whatever its answers hold.
  expect(await openOldRecipe(file!.text, making())).toBeUndefined();
});

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

test.each<[string, string]>([
  ['nothing', ''],
  ['words', 'hello'],
  ['a broken JSON', '{"computeResources": {'],
  ['a plan', '{"format":"millwright-plan","computeResources":{"type":"SPOT"}}'],
  ['names that reach into objects', '{"__proto__":{"polluted":1},"computeResources":{"type":"SPOT"}}'],
  ['the same in YAML', '__proto__: {polluted: 1}\ncomputeResources: {type: SPOT}'],
  ['a deep one', `{"computeResources":${nested(5_000, '[', ']')}}`],
  ['a deep YAML', nested(20_000, '[', ']')],
  ['a bomb', 'a: &a [x, x]\nb: &b [*a, *a]\ncomputeResources: *b'],
  ['10 MB', `{"computeResources":{"type":"${'x'.repeat(9_900_000)}"}}`],
  ['a wrong kind', '{"computeResources":{"instanceTypes":{"a":1}}}'],
  ['half a character', '{"computeResources":{"type":"\\ud800"}}'],
])('%s is no configuration of Batch', async (_, file) => {
  expect(await read(file)).toBeUndefined();
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('hostile values are values, cut where they are long, and the wizard refuses them by their question', async () => {
  for (const hostile of hostileTexts(200)) {
    const recipe = await read({
      computeResources: { instanceTypes: [hostile, 'p2.xlarge'], ec2KeyPair: hostile, imageId: hostile },
      containerProperties: {
        image: hostile,
        environment: [
          { name: 'SCRIPT_DIR', value: hostile },
          { name: hostile, value: hostile },
        ],
        volumes: [{ host: { sourcePath: hostile } }],
      },
      jobDefinitionName: hostile,
    });
    if (recipe === undefined) continue;
    for (const { was, now } of recipe.lines)
      expect(Math.max(was?.length ?? 0, now?.length ?? 0)).toBeLessThanOrEqual(300);
    const { name } = recipe.answers;
    if (name !== undefined) expect(name).toMatch(/^[a-zA-Z0-9-]+$/);
  }
});
