/**
 * The published policies against what people ask for: everything that the notebook part of the program does is done under
 * them, with IAM enforced, and the gate writes down each question.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTemplate } from '../../main/plans/templates.ts';
import { asset } from '../../main/program.ts';
import { shows } from '../status/shows.ts';
import { excepted, type Exception, missing, unused } from '../support/policies/compare.ts';
import {
  actionsOf,
  type Asked,
  documentOf,
  personName,
  type PolicyName,
} from '../support/policies/person.ts';
import { runs } from '../support/policies/runs.ts';
import { deny, smallest, type Story, tellStory } from '../support/policies/story.ts';
import { quickFolder } from '../support/spine.ts';

/**
 * "Schema": the rights that CloudFormation's registry names for the handlers of a resource type ("handlers", "tagging").
 * CloudFormation asks them of whoever changes a stack without a role, which only the foundation is.
 */
const exceptions: Record<PolicyName, readonly Exception[]> = {
  administrator: [
    {
      of: 'MakeRoles',
      actions: ['iam:TagRole'],
      because: 'IAM asks it for CreateRole with tags; CloudFormation hands down those of the stack.',
    },
    {
      of: 'MakeRoles',
      actions: ['iam:PutRolePermissionsBoundary'],
      because: 'The guard’s role has a boundary; IAM’s guide on boundaries gives both rights together.',
    },
    {
      of: 'MakePolicies',
      actions: ['iam:ListEntitiesForPolicy'],
      because: 'Schema of AWS::IAM::ManagedPolicy: read and delete.',
    },
    {
      of: 'MakeAlerts',
      actions: ['sns:ListSubscriptionsByTopic', 'sns:TagResource'],
      because: 'Schema of AWS::SNS::Topic: create and read.',
    },
    {
      of: 'MakeAlerts',
      actions: ['sns:GetSubscriptionAttributes'],
      because: 'Read of AWS::SNS::Subscription, whose schema names no rights.',
    },
  ],
  operator: [],
  viewer: [],
  'job-runner': [
    {
      of: 'SeeTheBucketInTheRolesTag',
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      because: 'What a person runs in the notebook reads and writes the notebook’s bucket.',
    },
    {
      of: 'ReadAndWriteFiles',
      actions: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      because: 'The same; the last but one belong to uploads in parts, which AWS’s own programs make.',
    },
    {
      of: 'WriteLogs',
      actions: ['logs:DescribeLogStreams'],
      because: 'SageMaker looks for the stream before it writes (guide: "SageMaker AI roles").',
    },
  ],
};

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
/** One right in so many is taken away in a short run; others in each. */
const share = 4;

let root = '';
let story: Story;
let asked: Asked[] = [];
const whose = (policy: PolicyName) => asked.filter(({ who }) => who === personName(policy));

beforeAll(async () => {
  root = await quickFolder('millwright-policies-');
  story = await tellStory(root);
  asked = story.asked;
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

test('everything that people do is done under the policy that is published for them', () => {
  expect(story.broken).toEqual([]);
  expect(runs.length).toBeGreaterThan(25);
});

test.each(['operator', 'viewer'] as const)(
  'nothing is missing for the %s, and nothing is left over',
  (policy) => {
    expect(missing(whose(policy))).toEqual([]);
    expect(unused(documentOf(policy), whose(policy))).toEqual(excepted(exceptions[policy]));
  },
);

test('the administrator has what the operator has, and what the foundation asks', () => {
  const own = documentOf('administrator').Statement;
  const shared = documentOf('operator').Statement;
  expect(own.slice(-shared.length)).toEqual(shared);
  const more = { ...documentOf('administrator'), Statement: own.slice(0, -shared.length) };
  expect(missing(whose('administrator'))).toEqual([]);
  expect(unused(more, whose('administrator')).sort()).toEqual(excepted(exceptions.administrator).sort());
});

test('the role of a notebook is the policy of the job runner, for its own bucket and itself', () => {
  const template = loadTemplate('notebook').document.Resources['NotebookRole'];
  const inTemplate = (
    template?.Properties?.['Policies'] as { PolicyDocument: { Statement: { Action: string | string[] }[] } }[]
  )
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action }) => Action);
  expect(inTemplate.sort()).toEqual(actionsOf(documentOf('job-runner')));

  // What the shipped script asks, word for word, and what the account's notebooks asked for themselves.
  const script = readFileSync(asset('bootstrap', 'notebook-on-start.sh'), 'utf8');
  const words = [...script.matchAll(/aws\(\s*"([a-z]+)",\s*"([a-z-]+)"/g)].map(
    ([, service = '', verb = '']) =>
      `${service}:${verb.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())}`,
  );
  const arn = 'arn:aws:sagemaker:us-east-1:000000000000:notebook-instance/x';
  const byScript = words.map((action) => ({ who: 'script', action, resource: arn, allowed: true }));
  const byNotebooks = asked.filter(({ who }) => who.startsWith('millwright-notebook-'));
  expect(byScript.length).toBeGreaterThan(2);
  expect(byNotebooks.length).toBeGreaterThan(2);
  expect(missing(byNotebooks)).toEqual([]);
  expect(unused(documentOf('job-runner'), [...byScript, ...byNotebooks]).sort()).toEqual(
    excepted(exceptions['job-runner']).sort(),
  );
});

test('a right that is taken out, or put in, is noticed', () => {
  const operator = documentOf('operator');
  const more = structuredClone(operator);
  more.Statement[1]?.Action.push('cloudformation:UpdateStack');
  expect(unused(more, whose('operator'))).toEqual(['ChangeStacks cloudformation:UpdateStack']);
  const refused = { who: personName('operator'), action: 'iam:CreateRole', resource: '*', allowed: false };
  expect(missing([...whose('operator'), refused])).toEqual(['iam:CreateRole']);
  const wider = structuredClone(operator);
  for (const one of wider.Statement) if (one.Sid === 'UseFiles') one.Resource = 'arn:aws:s3:::others';
  expect(unused(wider, whose('operator')).length).toBeGreaterThan(3);
});

/**
 * What is done without these rights all the same, and how the person sees that something was not looked at. Everything
 * else names the right.
 */
const without: Record<string, string> = {
  'batch:DescribeComputeEnvironments': 'why a job waits is told without its machines',
  'cloudformation:DescribeStacks': 'the list has no stacks: nothing is said to be ours',
  'cloudformation:ListChangeSets': 'a shell counts as somebody else’s, or "Not checked: what is left of it"',
  'cloudwatch:GetMetricData': 'the page has no sign of life of the idle stop',
  'ec2:DescribeSubnets': 'the question about networks has no choices',
  'ec2:DescribeInstanceTypeOfferings': 'no other size is named to a job that finds no machine',
  'ec2:DescribeInstanceTypes': 'no other size is named to a job that finds no machine',
  'ec2:DescribeInstances': 'what costs money now is told without machines',
  'ec2:DescribeSpotPriceHistory': 'another size is named without its price',
  'ecr:DescribeImages': 'the question about the image has none of the own registry',
  'ecr:DescribeRepositories': 'the question about the image has none of the own registry',
  'iam:GetPolicy': '"Not checked: whether the limit of roles is there from an earlier time"',
  'iam:GetRole': 'the role counts as there',
  'iam:ListRoles': 'the question about roles has no choices',
  'iam:SimulatePrincipalPolicy': '"Not checked: whether you may do all of this"',
  'logs:FilterLogEvents': 'the page has no lines of the log',
  'pricing:GetProducts': 'the price is the shipped one with its date, or "?"',
  's3:ListAllMyBuckets': 'the list is empty, names the right and says who gives it',
  'sagemaker:DescribeNotebookInstance': '"Not checked: whether the notebook exists and what it is doing"',
  'sagemaker:ListNotebookInstances':
    '"Not checked: whether the limits are high enough"; the list stays as old as it is',
  'sagemaker:ListTags': '"Not checked: whether the notebook exists and what it is doing"',
  'servicequotas:GetServiceQuota': '"Not checked: whether the limits of your account are high enough"',
  'servicequotas:ListServiceQuotas': '"Not checked: whether the limits of your account are high enough"',
};

test(
  'a right that is missing is named, says who can give it, and leaves nothing half made' +
    shows('done-when:2.5/policies'),
  async () => {
    const all = (['administrator', 'operator', 'viewer'] as const).flatMap((policy) =>
      actionsOf(documentOf(policy)).flatMap((action) => {
        const one = smallest(story, policy, action);
        return one === undefined ? [] : [{ policy, action, one }];
      }),
    );
    // S3 says so inside a 200, and an update that could not remove something ends well: never left out.
    const always = (action: string) => action === 's3:DeleteObject' || action === 'sns:Unsubscribe';
    const some = long
      ? all
      : all.filter(({ action }, index) => (index + seed) % share === 0 || always(action));
    const rows: string[] = [];
    const wrong: string[] = [];
    for (const { policy, action, one } of some) {
      const { run, end, text, made } = await deny(story, one, action, root);
      rows.push(`${policy} without ${action}: ${run}: ${end}`);
      const fine =
        end === 'without'
          ? without[action] !== undefined
          : end === 'named' && /administrator|stuck/.test(text);
      // CloudFormation finishes what it was given, also when nobody may watch: then all of it is in one stack,
      // or will be in the one that it changes.
      const inStack = made.some((thing) => thing.startsWith('cloudformation/stack '));
      const halves = inStack || text.includes('AWS goes on with this') ? [] : made;
      if (!fine || halves.length > 0) wrong.push(`${rows.at(-1) ?? ''} ${halves.join(', ')} ${text}`);
    }
    console.log(rows.join('\n'));
    if (!long)
      console.log(
        `${all.length - some.length} of ${all.length} rights left out for time; MILLWRIGHT_SEED=${seed}`,
      );
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(60);
  },
  240_000,
);
