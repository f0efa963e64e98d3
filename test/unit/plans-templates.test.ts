import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openPriceBook, ShippedPrices } from '../../main/costs/price-book.ts';
import { listingOf, priceIn } from '../../main/costs/price-list.ts';
import { asset } from '../../main/program.ts';
import { resourcesMade } from '../../main/plans/template-resources.ts';
import { loadTemplate, templateNames } from '../../main/plans/templates.ts';
import { account, plan } from '../wizard/support.ts';

const hasLint = spawnSync('cfn-lint', ['--version']).status === 0;

test.skipIf(!hasLint)('cfn-lint finds nothing in the shipped templates', () => {
  const files = templateNames.map((name) => asset('stacks', `${name}.yaml`));
  expect(execFileSync('cfn-lint', files, { encoding: 'utf8' })).toBe('');
});

test.each(templateNames)(
  '%s fits into one request, is for every partition, and uses no YAML aliases',
  (name) => {
    const { body } = loadTemplate(name);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(51_200);
    expect(body.replace(/arn:aws\[a-z-\]\*/g, '')).not.toMatch(/arn:aws:|amazonaws\.com\.cn/);
    expect(body).not.toMatch(/:\s+[&*][a-z]/);
  },
);

test('every template of the folder is known by name', () => {
  expect(readdirSync(asset('stacks')).sort()).toEqual(
    [...templateNames].map((name) => `${name}.yaml`).sort(),
  );
});

test('the notebook carries the shipped start script, word for word and small enough', () => {
  const script = readFileSync(asset('bootstrap', 'notebook-on-start.sh'), 'utf8');
  const { document } = loadTemplate('notebook');
  const [hook] = document.Resources['OnStart']?.Properties?.['OnStart'] as {
    Content: Record<string, string>;
  }[];
  expect(hook?.Content['Fn::Base64']).toBe(script);
  expect(Buffer.from(script).toString('base64').length).toBeLessThanOrEqual(16_384);
});

test('the training carries the shipped start command, word for word and short enough', () => {
  const script = readFileSync(asset('bootstrap', 'start-train.sh'), 'utf8');
  const properties = loadTemplate('training').document.Resources['Training']?.Properties;
  const { Command } = properties?.['ContainerProperties'] as { Command: string[] };
  expect(Command).toEqual(['bash', '-c', script]);
  expect(script.length).toBeLessThanOrEqual(2_000);
});

test('the end is made before the notebook: the notebook refers to it', () => {
  const { document } = loadTemplate('notebook');
  const tags = JSON.stringify(document.Resources['Notebook']?.Properties?.['Tags']);
  expect(tags).toContain('{"Ref":"EveningSchedule"}');
  expect(tags).toContain('{"Ref":"NightSchedule"}');
});

const made = (parameters: Record<string, string>) =>
  resourcesMade(loadTemplate('notebook').document, parameters, account).map(({ logicalId }) => logicalId);

test('resources exist by their conditions', () => {
  expect(made({ EveningStop: 'cron(0/15 19-23,0-5 * * ? *)' })).toEqual([
    'NotebookRole',
    'EveningSchedule',
    'OnStart',
    'Notebook',
  ]);
  expect(made({ RoleArn: 'arn:aws:iam::1:role/x' })).toEqual(['OnStart', 'Notebook']);
});

test('a bucket stays when its stack is deleted', () => {
  const { document } = loadTemplate('storage');
  expect(resourcesMade(document, { BucketName: 'a' }, account).every(({ keeps }) => keeps)).toBe(true);
});

const file: unknown = JSON.parse(readFileSync(asset('prices', 'published.json'), 'utf8'));

test('every shipped price has amount, unit, region, day and a source with an address', () => {
  const book = ShippedPrices.parse(file);
  expect(book.rows.length).toBeGreaterThan(0);
  for (const row of book.rows) expect(book.sources[row.source]?.address).toMatch(/^https:\/\//);
  for (const missing of ['usd', 'unit', 'region', 'asOf', 'source'] as const) {
    const [first, ...rest] = book.rows;
    const row = { ...first, [missing]: undefined };
    expect(ShippedPrices.safeParse({ ...book, rows: [row, ...rest] }).success, missing).toBe(false);
  }
});

test('a price is of its own region and size: nothing is carried over', async () => {
  const prices = await openPriceBook(undefined);
  expect(prices.price('sagemaker:notebook:ml.t3.medium', 'eu-west-1')?.usd).toBe(0.055);
  expect(prices.price('sagemaker:notebook:ml.t3.medium', 'us-east-1')).toBeNull();
  expect(prices.price('sagemaker:notebook:ml.t3.large', 'eu-west-1')).toBeNull();
});

/** Types of the templates that AWS charges for, and the keys under which plans count them. */
const billed: Record<string, string[]> = {
  'AWS::SageMaker::NotebookInstance': ['sagemaker:notebook:ml.t3.medium', 'sagemaker:notebook-volume'],
  'AWS::S3::Bucket': ['s3:standard'],
};
/** What runs in the training environment, by the plan that starts it. */
const billedByTrainings = [
  'ec2:volume',
  'vpc:public-address',
  'ec2:on-demand:g4dn.xlarge',
  'codebuild:general1.medium',
  'ecr:storage',
];
/** https://aws.amazon.com/{iam,eventbridge,sns,sagemaker}/pricing/: free, or free in these amounts. */
const free = [
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::S3::BucketPolicy',
  'AWS::Scheduler::Schedule',
  'AWS::SageMaker::NotebookInstanceLifecycleConfig',
  'AWS::IAM::InstanceProfile',
  // Free themselves: the machines are counted by the plan that starts a training (test/wizard/gpu-training-money.test.ts).
  'AWS::Batch::ComputeEnvironment',
  'AWS::Batch::JobDefinition',
  'AWS::Batch::JobQueue',
  // Free while they are empty and wait: builds and images are counted by the same plan (gpu-training-image.test.ts).
  'AWS::CodeBuild::Project',
  'AWS::ECR::Repository',
  // What is written to it is billed, at AWS's free 5 GB a month first: https://aws.amazon.com/cloudwatch/pricing/
  'AWS::Logs::LogGroup',
];

test('every billed resource of every template has a line in the plan, with a price or a “?”', () => {
  for (const name of templateNames)
    for (const { Type } of Object.values(loadTemplate(name).document.Resources))
      expect([...Object.keys(billed), ...free]).toContain(Type);
  const keys = plan('notebook', { name: 'a' }, {}).cost.lines.map(({ priceKey }) => priceKey);
  for (const wanted of Object.values(billed).flat()) {
    expect(keys).toContain(wanted);
    expect(listingOf(wanted), wanted).toBeDefined();
  }
  for (const wanted of billedByTrainings) expect(listingOf(wanted), wanted).toBeDefined();
});

test('the first tier of the listed unit is the price; other units and currencies are none', () => {
  const entry = (unit: string, pricePerUnit: Record<string, string>, beginRange = '0') => ({
    product: { attributes: {} },
    terms: { OnDemand: { offer: { priceDimensions: { rate: { unit, beginRange, pricePerUnit } } } } },
  });
  expect(priceIn(entry('Hrs', { USD: '0.0500000000' }), 'hour')).toBe(0.05);
  expect(priceIn(entry('GB-Mo', { USD: '0.14' }), 'gb-month')).toBe(0.14);
  expect(priceIn(entry('GB-Mo', { USD: '0.14' }), 'hour')).toBeUndefined();
  // Builds are listed by the minute.
  expect(priceIn(entry('Minutes', { USD: '0.01' }), 'hour')).toBeCloseTo(0.6);
  expect(priceIn(entry('Hrs', { CNY: '0.3' }), 'hour')).toBeUndefined();
  expect(priceIn(entry('GB-Mo', { USD: '0.02' }, '51200'), 'gb-month')).toBeUndefined();
});
