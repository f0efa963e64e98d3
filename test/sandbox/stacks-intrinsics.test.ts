import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf, values, type Stacks } from './support/stacks.ts';

let sandbox: TestSandbox;
let stacks: Stacks;

beforeAll(async () => {
  sandbox = await testSandbox();
  stacks = stacksOf(sandbox);
});
afterAll(() => sandbox.end());

/** Everything that the expressions below can refer to. */
const HEAD = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Word: {Type: String, Default: steel}
  Empty: {Type: String, Default: ''}
  Count: {Type: Number, Default: 3}
  Words: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Numbers: {Type: List<Number>, Default: '1,2'}
  Secret: {Type: String, Default: hush, NoEcho: true}
  Network: {Type: AWS::EC2::VPC::Id, Default: vpc-1}
Mappings:
  Sizes:
    us-east-1: {small: t3, list: [x, y]}
Conditions:
  Holds: !Equals [!Ref Word, steel]
  Fails: !Not [!Condition Holds]
  Both: !And [!Condition Holds, !Not [!Condition Fails]]
  Either: !Or [!Condition Fails, !Equals [!Ref Count, '3']]
  Mapped: !Equals [!FindInMap [Sizes, !Ref AWS::Region, small], t3]
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Left: {Type: AWS::SNS::Topic, Condition: Fails}
`;

const TABLE: [name: string, expression: string, expected: string | RegExp][] = [
  ['Ref to a parameter', '!Ref Word', 'steel'],
  ['Ref to a number', '!Ref Count', '3'],
  ['Ref to an AWS type', '!Ref Network', 'vpc-1'],
  ['Ref to a resource', '!Ref Topic', /^arn:aws:sns:us-east-1:\d{12}:values-Topic-\w{12}$/],
  ['Ref in the long form', '{Ref: Word}', 'steel'],
  ['AWS::AccountId', '!Ref AWS::AccountId', /^\d{12}$/],
  ['AWS::Partition', '!Ref AWS::Partition', 'aws'],
  ['AWS::Region', '!Ref AWS::Region', 'us-east-1'],
  ['AWS::StackName', '!Ref AWS::StackName', 'values'],
  [
    'AWS::StackId',
    '!Ref AWS::StackId',
    /^arn:aws:cloudformation:us-east-1:\d{12}:stack\/values\/[0-9a-f-]{36}$/,
  ],
  ['AWS::URLSuffix', '!Ref AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::NotificationARNs', "!Join [',', !Ref 'AWS::NotificationARNs']", ''],
  ['GetAtt', '!GetAtt Topic.TopicName', /^values-Topic-\w{12}$/],
  ['GetAtt as a list', '!GetAtt [Topic, TopicName]', /^values-Topic-/],
  ['GetAtt in the long form', "{'Fn::GetAtt': [Topic, TopicName]}", /^values-Topic-/],
  ['Sub', "!Sub 'x-${Word}-${AWS::Region}'", 'x-steel-us-east-1'],
  ['Sub of an attribute', "!Sub '${Topic.TopicName}!'", /^values-Topic-\w{12}!$/],
  ['Sub with a map', "!Sub ['${a} ${Word}', {a: !Join ['', [x, y]]}]", 'xy steel'],
  ['Sub whose map hides a parameter', "!Sub ['${Word}', {Word: other}]", 'other'],
  ['Sub of a literal', "!Sub '${!Word} ${Word}'", '${Word} steel'],
  ['Sub with spaces', "!Sub '${ Word }'", 'steel'],
  ['Sub without variables', '!Sub plain', 'plain'],
  ['Join', "!Join ['-', [a, !Ref Word, 3]]", 'a-steel-3'],
  ['Join of a list parameter', "!Join ['|', !Ref Words]", 'a|b|c'],
  ['Join of numbers', "!Join ['+', !Ref Numbers]", '1+2'],
  ['Join leaves NoValue out', "!Join ['-', [a, !Ref 'AWS::NoValue', b]]", 'a-b'],
  ['Join of an empty list', "!Join ['-', []]", ''],
  ['Split and Select', "!Select [1, !Split [':', 'a:b:c']]", 'b'],
  ['Split keeps empty parts', "!Join ['|', !Split [',', 'a,,b,']]", 'a||b|'],
  ['Select of a list', '!Select [0, [first, second]]', 'first'],
  ['Select by text', "!Select ['2', !Ref Words]", 'c'],
  ['FindInMap', '!FindInMap [Sizes, us-east-1, small]', 't3'],
  ['FindInMap by references', "!FindInMap [Sizes, !Ref 'AWS::Region', small]", 't3'],
  ['FindInMap of a list', '!Select [1, !FindInMap [Sizes, us-east-1, list]]', 'y'],
  ['GetAZs of the region', "!Join [',', !GetAZs '']", 'us-east-1a,us-east-1b,us-east-1c'],
  ['GetAZs of another region', '!Select [0, !GetAZs eu-central-1]', 'eu-central-1a'],
  ['Base64', '!Base64 grün', 'Z3LDvG4='],
  ['Base64 of Sub', "!Base64 {'Fn::Sub': '${Word}'}", 'c3RlZWw='],
  ['Cidr', "!Join [',', !Cidr [10.0.0.0/16, 3, 8]]", '10.0.0.0/24,10.0.1.0/24,10.0.2.0/24'],
  ['Cidr of a block not at its start', '!Select [1, !Cidr [192.168.7.9/24, 4, 5]]', '192.168.7.32/27'],
  ['If true', '!If [Holds, a, b]', 'a'],
  ['If false', '!If [Fails, a, b]', 'b'],
  ['If nested', '!If [Fails, a, !If [Either, c, d]]', 'c'],
  ['And', '!If [Both, a, b]', 'a'],
  ['Or with a number', '!If [Either, a, b]', 'a'],
  ['a condition over a mapping', '!If [Mapped, a, b]', 'a'],
  ['If does not look into the other branch', '!If [Holds, a, !Ref Left]', 'a'],
  ['a value with a colon', "'19:00'", '19:00'],
  ['a number', '42', '42'],
  ['a truth value', 'true', 'true'],
];

describe('intrinsic functions', () => {
  it('give what AWS gives, function by function', async () => {
    const lines = TABLE.map(([, expression], i) => `  V${i}:\n    Value: ${expression}`);
    const stack = await stacks.deploy('values', {
      ChangeSetType: 'CREATE',
      TemplateBody: `${HEAD}Outputs:\n${lines.join('\n')}\n`,
    });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    const got = outputs(stack);
    for (const [i, [name, , expected]] of TABLE.entries()) {
      const value = got[`V${i}`];
      if (typeof expected === 'string') expect({ name, value }).toEqual({ name, value: expected });
      else expect(value, name).toMatch(expected);
    }
    expect(await stacks.story('values')).not.toContain('Left CREATE_COMPLETE');
    expect(stack.Parameters!.find((p) => p.ParameterKey === 'Secret')!.ParameterValue).toBe('****');
  });

  it('are the same in JSON', async () => {
    const stack = await stacks.deploy('json', {
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
        Outputs: {
          Name: { Value: { 'Fn::Sub': ['${N}/${Topic.TopicName}', { N: { Ref: 'AWS::Region' } }] } },
          Part: {
            Value: { 'Fn::Select': ['0', { 'Fn::Split': ['-', { 'Fn::GetAtt': 'Topic.TopicName' }] }] },
          },
        },
      }),
    });
    expect(outputs(stack)['Name']).toMatch(/^us-east-1\/json-Topic-/);
    expect(outputs(stack)['Part']).toBe('json');
  });

  it('leave a property out by AWS::NoValue, and an output by its condition', async () => {
    const stack = await stacks.deploy('nothing', {
      ChangeSetType: 'CREATE',
      TemplateBody: `${HEAD}
  Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      RetentionInDays: !If [Fails, 7, !Ref AWS::NoValue]
      Tags: [!If [Fails, {Key: a, Value: b}, !Ref AWS::NoValue], {Key: c, Value: d}]
Outputs:
  Shown: {Value: x, Condition: Holds}
  Hidden: {Value: !Ref Left, Condition: Fails}
`,
    });
    expect(outputs(stack)).toEqual({ Shown: 'x' });
    const event = (await stacks.events('nothing')).find((e) => e.LogicalResourceId === 'Logs');
    expect(event).toBeDefined();
    const done = (await stacks.events('nothing')).find(
      (e) => e.LogicalResourceId === 'Logs' && e.ResourceStatus === 'CREATE_COMPLETE',
    );
    expect(JSON.parse(done!.ResourceProperties!)).toEqual({ Tags: [{ Key: 'c', Value: 'd' }] });
  });

  it('see the values that are given, and the previous ones when asked', async () => {
    const body = `${HEAD}Outputs: {W: {Value: !Ref Word}, L: {Value: !Join ['|', !Ref Words]}}`;
    const first = await stacks.deploy('given', {
      ChangeSetType: 'CREATE',
      TemplateBody: body,
      Parameters: values({ Word: 'iron', Words: 'x , y' }),
    });
    expect(outputs(first)).toEqual({ W: 'iron', L: 'x|y' });
    const second = await stacks.deploy('given', {
      UsePreviousTemplate: true,
      Parameters: [
        { ParameterKey: 'Word', UsePreviousValue: true },
        { ParameterKey: 'Words', ParameterValue: 'z' },
      ],
    });
    expect(outputs(second)).toEqual({ W: 'iron', L: 'z' });
  });
});
