/** Templates of a person's own as a wizard: what is asked, what is named in red, what is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resourcesMade } from '../../main/plans/template-resources.ts';
import { template as wizard } from '../../main/wizards/template/index.ts';
import { readOwnTemplate } from '../../main/wizards/template/own-template.ts';
import type { Answers, Field, WizardDescription } from '../../preload/contract/wizard.ts';
import { account, plan, problems, steps, text, texts } from './support.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'templates');
const body = (file: string) => readFileSync(join(folder, file), 'utf8');
const files = readdirSync(folder).filter((file) => !file.startsWith('hostile'));

const fieldsOf = ({ steps: all }: WizardDescription): Field[] => all.flatMap(({ fields }) => fields);
const described = (file: string) => fieldsOf(wizard.describe!({ body: body(file) }));
const at = (file: string, name: string) => described(file).find(({ path }) => path === `parameters.${name}`)!;
const one = (inner: string) => `Resources: {A: {Type: AWS::SNS::Topic${inner}}}`;

test('there are ten of different shape', () => {
  expect(files.length).toBeGreaterThanOrEqual(10);
});

describe('questions', () => {
  test('each parameter is asked by the control of its type, in the order and under the heading of the template', () => {
    const paths = described('parameters.yaml').map(({ path }) => path.replace('parameters.', ''));
    expect(paths).toEqual([
      'body', 'name', 'Title', 'Team', 'Tags', 'Days', 'Sizes', 'Subnet', 'Network', 'Zones',
    ]); // prettier-ignore
    const title = at('parameters.yaml', 'Title');
    expect(text(title.label)).toBe('Shown as');
    expect(text(title.group!)).toBe('Words');
    expect(title).toMatchObject({
      required: true,
      advanced: false,
      control: { type: 'text', maxLength: 80 },
    });
    expect(at('parameters.yaml', 'Team')).toMatchObject({ advanced: true, control: { type: 'select' } });
    expect(at('parameters.yaml', 'Days').control).toMatchObject({ type: 'number' });
    const bucket = at('bucket.yaml', 'MoveAfterDays');
    expect(bucket.control).toMatchObject({ type: 'number', min: 30, max: 3650 });
  });

  test('a network is chosen from those that are there, and typed where nobody looked', () => {
    const answers = { body: body('parameters.yaml') };
    expect(wizard.optionFacts(account, answers)).toEqual(['networks']);
    const networks = [{ id: 'subnet-1', zone: 'a', name: 'one', defaultNetwork: true }];
    const facts = { get: () => undefined, value: <T>() => networks as T };
    const field = fieldsOf(wizard.describe!(answers, facts)).find(({ path }) => path === 'parameters.Subnet');
    expect(field?.control).toEqual({ type: 'select' });
    expect(at('parameters.yaml', 'Subnet').control.type).toBe('text');
    const options = wizard.options(facts, {} as never, answers);
    expect(options['parameters.Subnet']?.map(({ value }) => value)).toEqual(['subnet-1']);
    expect(options['parameters.Team']?.map(({ value }) => value)).toEqual(['red', 'green', 'blue']);
  });

  test('another file takes its own values, and nothing that was typed to allow the one before', () => {
    const before: Answers = {
      body: body('bucket.yaml'),
      file: 'My bucket (2).yaml',
      name: '',
      parameters: { BucketName: 'a-1', Gone: 'x' },
      confirm: 'x',
    };
    expect(wizard.picked?.(before)).toMatchObject({
      name: 'My-bucket-2',
      confirm: '',
      parameters: { BucketName: 'a-1', MoveAfterDays: 60 },
    });
  });

  test('words of a stranger are one line without marks that turn the reading order', () => {
    const hint = fieldsOf(wizard.describe!({ body: body('hostile.yaml') }))[0]?.hint;
    expect(text(hint!)).toBe('Free help for everybody');
  });
});

describe('wrong answers', () => {
  const of = (file: string, parameters: Answers[string], more: Answers = {}) =>
    problems('template', { body: body(file), name: 'a', parameters, ...more });

  test('the rules of the template are those of the form', () => {
    expect(of('bucket.yaml', {})).toEqual({
      'parameters.BucketName': expect.stringContaining('BucketName') as string,
    });
    expect(of('bucket.yaml', { BucketName: 'NO', MoveAfterDays: 3 })).toEqual({
      'parameters.BucketName':
        '“BucketName” does not fit. The template says: small letters, digits and hyphens, 3 to 63',
      'parameters.MoveAfterDays': '“MoveAfterDays” must be at least 30.',
    });
    expect(of('logs.json', { Prefix: 'x', Days: 8 })).toEqual({
      'parameters.Prefix': '“Beginning of the name” must have at least 2 characters.',
      'parameters.Days': 'Choose one of the values that the template offers for “Days to keep”.',
    });
    expect(of('outputs.yaml', { Other: 1 })).toEqual({
      'parameters.Other': 'The template does not ask for “parameters.Other”.',
    });
    expect(of('outputs.yaml', {}, { name: '1-bad--name' })['name']).toContain('begin with a letter');
  });

  test('a secret is never among the answers', () => {
    const wrong = of('parameters.yaml', { Title: 'x', Subnet: 'subnet-1', Password: 'open sesame' });
    expect(Object.keys(wrong)).toEqual(['parameters.Password']);
    expect(JSON.stringify(wrong)).not.toContain('sesame');
  });

  test('a pattern that never ends is left to AWS', () => {
    const slow = one('').replace(
      'Resources',
      "Parameters: {P: {Type: String, AllowedPattern: '(a+)+b'}}\nResources",
    );
    const begun = performance.now();
    expect(problems('template', { body: slow, name: 'a', parameters: { P: 'a'.repeat(40) } })).toEqual({});
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('the plan', () => {
  const made = (file: string, more: Answers = {}, facts: Record<string, unknown> = {}) =>
    plan('template', { body: body(file), name: 'mine', ...more }, facts);

  test('is blocked, asks nothing and changes nothing until exactly the name is typed', () => {
    for (const confirm of ['', 'Mine', 'mine ', 'yes']) {
      const blocked = made('roles.yaml', { confirm });
      expect(blocked).toMatchObject({ changes: [], permissions: [] });
      expect(blocked.facts.map(({ key }) => key)).toEqual(['permissions:caller']);
      expect(texts(blocked.blockers).join()).toContain('type “mine” to allow it');
      expect(texts(blocked.warnings).join()).toContain('It makes roles');
    }
    const allowed = made('roles.yaml', { confirm: 'mine' });
    expect(allowed.blockers).toEqual([]);
    expect(allowed.changes).toMatchObject([{ capabilities: ['CAPABILITY_NAMED_IAM'], action: 'create' }]);
  });

  test('says in words what is made, what it costs, what stays and how to end it', () => {
    const said = made('keeps.yaml');
    expect(steps(said)).toEqual([
      'Make the stack millwright-template-mine with 2 things.',
      'Bucket: Kept',
      'Notice list: Gone',
    ]);
    expect(texts(said.stays)).toEqual(['When the stack is deleted, this stays in your account: Kept.']);
    expect(said.putBack).toMatchObject({ answers: { stackName: 'millwright-template-mine' } });
    const bill = made('notebook.json', { confirm: 'mine', parameters: { Place: 'large' } });
    expect(bill.cost.lines.map(({ priceKey, quantity }) => [priceKey, quantity])).toEqual([
      ['sagemaker:notebook:ml.t3.medium', 1],
      ['sagemaker:notebook-volume', 50],
    ]);
    const unknown = plan('template', { body: 'Resources: {A: {Type: AWS::Kinesis::Stream}}', name: 'mine' });
    expect(unknown.cost.monthIfForgotten).toMatchObject({
      usd: 0,
      unknown: ['cloudformation:AWS::Kinesis::Stream'],
    });
  });

  test('makes only what its conditions want', () => {
    const { document } = readOwnTemplate(body('conditions.yaml'));
    const ids = (parameters: Record<string, string>, region = 'us-east-1') =>
      resourcesMade(document, parameters, { ...account, region }).map(({ logicalId }) => logicalId);
    expect(ids({})).toEqual(['Log', 'Archive']);
    expect(ids({ Stage: 'live', Mail: 'a@example.com' }, 'ap-south-1')).toEqual(['Log', 'List', 'Mail1']);
    expect(ids({ Stage: 'live' }, 'eu-west-1')).toEqual(['Log', 'Archive']);
  });

  test('secrets are asked for by name and are nowhere in it', () => {
    const asks = made('parameters.yaml', { parameters: { Title: 'x', Subnet: 'subnet-1' } });
    expect(asks.secrets?.map(({ name, required }) => [name, required])).toEqual([
      ['Password', true],
      ['Pin', false],
    ]);
    const [change] = asks.changes;
    expect(change?.kind === 'stack' && Object.keys(change.parameters)).toEqual(['Title', 'Subnet']);
  });

  test.each([
    [{ 'stack:millwright-template-mine': stackThere() }, 'There already is a stack of this name'],
    [valid({ refused: 'Template error: no' }), 'Template error: no'],
    [valid({ types: ['AWS::EC2::Instance', 'AWS::SNS::Topic'] }), 'AWS::EC2::Instance'],
  ])('is blocked by what AWS says %#', (facts, sentence) => {
    expect(texts(made('outputs.yaml', {}, facts).blockers).join()).toContain(sentence);
  });

  test('is blocked where only AWS knows what is made', () => {
    const template = `Conditions: {C: !Equals [!Ref AWS::StackId, x]}\n${one(', Condition: C')}`;
    expect(plan('template', { body: template, name: 'a' }).blockers.map(({ key }) => key)).toEqual([
      'plan.template.notWorkedOut',
    ]);
    const circle = `Conditions: {C: !Not [!Condition C]}\n${one(', Condition: C')}`;
    expect(plan('template', { body: circle, name: 'a' }).changes).toEqual([]);
  });

  function valid(more: object) {
    const { sha256 } = readOwnTemplate(body('outputs.yaml'));
    return { [`valid:${sha256}`]: { refused: null, types: [], ...more } };
  }
  function stackThere() {
    return {
      status: 'CREATE_COMPLETE',
      health: 'ready',
      planId: null,
      parameters: {},
      outputs: {},
      tags: {},
    };
  }
});
