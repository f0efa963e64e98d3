/** Templates and values that CloudFormation refuses, with its words. */
import {
  CreateChangeSetCommand,
  CreateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { stacksOf, standing, values, type Stacks } from './support/stacks.ts';

let sandbox: TestSandbox;
let stacks: Stacks;
beforeAll(async () => {
  sandbox = await testSandbox();
  stacks = stacksOf(sandbox);
});
afterAll(() => sandbox.end());

const R = 'Resources: {T: {Type: AWS::SNS::Topic}}';
const FORMAT = 'Template format error: ';
const TEMPLATE = 'Template error: ';
const output = (expression: string) => `${R}\nOutputs: {O: {Value: ${expression}}}`;
const parameter = (declaration: string) => `Parameters: {P: ${declaration}}\n${R}`;
const condition = (expression: string, more = '') => `Conditions: {C: ${expression}${more}}\n${R}`;
const JOIN =
  'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
const SPLIT =
  'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';
const BOOLS = (name: string) =>
  `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`;
const SUB =
  "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string";
const GETATT =
  'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute';
const FIND =
  'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value';
const SELECT = 'Fn::Select requires a list argument with two elements: an integer index and a list';
const many = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** By ValidateTemplate: what is wrong with the text alone. */
const TEMPLATES: [what: string, body: string, text: string][] = [
  ['no YAML', 'a: [', `${FORMAT}YAML not well-formed. (line 1, column 5)`],
  ['a tab in YAML', 'Resources:\n\t- x', `${FORMAT}YAML not well-formed. (line 2, column 1)`],
  ['no JSON', '{"Resources": }', `${FORMAT}JSON not well-formed.`],
  ['a list', '- a\n- b', `${FORMAT}unsupported structure.`],
  ['a text', 'hello', `${FORMAT}unsupported structure.`],
  ['an alias', `A: &a 1\nB: *a\n${R}`, `${FORMAT}YAML aliases are not allowed in CloudFormation templates`],
  ['a tag nobody knows', output('!Foo x'), `${FORMAT}YAML not well-formed. (unknown tag: !Foo)`],
  ['a map as key', '? {a: b}\n: c', `${FORMAT}map keys must be strings; received a map instead`],
  [
    'another version',
    `AWSTemplateFormatVersion: 2011-01-01\n${R}`,
    `${FORMAT}unsupported value for AWSTemplateFormatVersion.`,
  ],
  ['an unknown section', `Foo: {}\n${R}`, 'Invalid template property or properties [Foo]'],
  [
    'a description too long',
    `Description: ${'x'.repeat(1025)}\n${R}`,
    `${FORMAT}'Description' length is greater than 1024`,
  ],
  [
    'a description that is a list',
    `Description: [a]\n${R}`,
    `${FORMAT}every Description member must be a string.`,
  ],
  ['no resources', 'Description: x', `${FORMAT}At least one Resources member must be defined.`],
  ['empty resources', 'Resources: {}', `${FORMAT}At least one Resources member must be defined.`],
  [
    'too many resources',
    `Resources:\n${many(501, (i) => ` T${i}: {Type: AWS::SNS::Topic}`)}`,
    `${FORMAT}Number of resources, 501, is greater than maximum allowed, 500`,
  ],
  [
    'too many parameters',
    `Parameters:\n${many(201, (i) => ` P${i}: {Type: String}`)}\n${R}`,
    `${FORMAT}Number of parameters, 201, is greater than maximum allowed, 200`,
  ],
  ['rules', `Rules: {}\n${R}`, `${FORMAT}the section Rules is not modelled in the sandbox.`],
  [
    'a transform',
    `Transform: AWS::Serverless-2016-10-31\n${R}`,
    `${FORMAT}the section Transform is not modelled in the sandbox.`,
  ],
  [
    'a resource name with a dash',
    'Resources: {my-topic: {Type: AWS::SNS::Topic}}',
    `${FORMAT}Resource name my-topic is non alphanumeric.`,
  ],
  [
    'a resource that is a text',
    'Resources: {T: x}',
    `${FORMAT}[/Resources/T] Any Resources member must be an object.`,
  ],
  [
    'a resource without type',
    'Resources: {T: {Properties: {}}}',
    `${FORMAT}[/Resources/T] Every Resources object must contain a Type member.`,
  ],
  [
    'a type that is a function',
    'Resources: {T: {Type: !Ref X}}',
    `${FORMAT}[/Resources/T] Every Type member must be a string.`,
  ],
  [
    'unknown types',
    'Resources: {A: {Type: AWS::EC2::Instance}, B: {Type: My::Own::Thing}}',
    `${FORMAT}Unrecognized resource types: [AWS::EC2::Instance, My::Own::Thing] (not modelled in the sandbox)`,
  ],
  [
    'an unknown member of a resource',
    'Resources: {T: {Type: AWS::SNS::Topic, Foo: 1}}',
    "Invalid template resource property 'Foo'",
  ],
  [
    'properties that are a list',
    'Resources: {T: {Type: AWS::SNS::Topic, Properties: [a]}}',
    `${FORMAT}[/Resources/T] Every Properties member must be a map.`,
  ],
  [
    'a creation policy',
    'Resources: {T: {Type: AWS::SNS::Topic, CreationPolicy: {}}}',
    `${FORMAT}[/Resources/T] CreationPolicy is not modelled in the sandbox.`,
  ],
  [
    'a deletion policy nobody knows',
    'Resources: {T: {Type: AWS::SNS::Topic, DeletionPolicy: Keep}}',
    `${FORMAT}Unrecognized DeletionPolicy Keep for resource T`,
  ],
  [
    'a snapshot',
    'Resources: {T: {Type: AWS::SNS::Topic, DeletionPolicy: Snapshot}}',
    `${FORMAT}Resource T does not support DeletionPolicy Snapshot.`,
  ],
  [
    'a dependency that is a map',
    'Resources: {T: {Type: AWS::SNS::Topic, DependsOn: {a: b}}}',
    `${FORMAT}[/Resources/T] Every DependsOn value must be a string.`,
  ],
  [
    'an unresolved reference',
    'Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Nobody}}}',
    `${FORMAT}Unresolved resource dependencies [Nobody] in the Resources block of the template`,
  ],
  [
    'an unresolved dependency',
    'Resources: {T: {Type: AWS::SNS::Topic, DependsOn: Nobody}}',
    `${FORMAT}Unresolved resource dependencies [Nobody] in the Resources block of the template`,
  ],
  [
    'an unresolved reference in Sub',
    "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '${Nobody}'}}}",
    `${FORMAT}Unresolved resource dependencies [Nobody] in the Resources block of the template`,
  ],
  [
    'an unresolved reference in an output',
    output('!Ref Nobody'),
    `${FORMAT}Unresolved resource dependencies [Nobody] in the Outputs block of the template`,
  ],
  [
    'an attribute of nothing',
    output('!GetAtt Nobody.Arn'),
    `${TEMPLATE}instance of Fn::GetAtt references undefined resource Nobody`,
  ],
  [
    'an attribute that the type has not',
    output('!GetAtt T.Colour'),
    `${TEMPLATE}resource T does not support attribute type Colour in Fn::GetAtt`,
  ],
  [
    'a circle of two',
    'Resources: {A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref B}}, B: {Type: AWS::SNS::Topic, DependsOn: A}, C: {Type: AWS::SNS::Topic, DependsOn: B}}',
    'Circular dependency between resources: [A, B]',
  ],
  [
    'a circle of one',
    'Resources: {A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}}',
    'Circular dependency between resources: [A]',
  ],
  [
    'a null',
    'Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: }}}',
    `${FORMAT}'null' values are not allowed in templates`,
  ],
  [
    'an output without value',
    `${R}\nOutputs: {O: {Description: x}}`,
    `${FORMAT}Every Outputs member must contain a Value object`,
  ],
  ['an output that is a text', `${R}\nOutputs: {O: x}`, `${FORMAT}Any Outputs member must be an object.`],
  [
    'an unknown member of an output',
    `${R}\nOutputs: {O: {Value: x, Foo: y}}`,
    `${FORMAT}Output O is malformed. The key Foo is not allowed.`,
  ],
  [
    'an export without name',
    `${R}\nOutputs: {O: {Value: x, Export: {}}}`,
    `${FORMAT}Output O is malformed. The Name field of every Export member must be specified.`,
  ],
  [
    'an output name with a dot',
    `${R}\nOutputs: {O.P: {Value: x}}`,
    `${FORMAT}Output name O.P is non alphanumeric.`,
  ],
  [
    'a parameter without type',
    parameter('{Default: x}'),
    `${FORMAT}Every Parameters object must contain a Type member.`,
  ],
  ['a parameter of an unknown type', parameter('{Type: Text}'), `${FORMAT}Unrecognized parameter type: Text`],
  [
    'a parameter from the parameter store',
    parameter('{Type: AWS::SSM::Parameter::Value<String>}'),
    `${FORMAT}the parameter type AWS::SSM::Parameter::Value<String> is not modelled in the sandbox.`,
  ],
  [
    'an unknown member of a parameter',
    parameter('{Type: String, Foo: 1}'),
    `${FORMAT}Invalid template parameter property 'Foo'`,
  ],
  [
    'a default that is a list',
    parameter('{Type: String, Default: [a]}'),
    `${FORMAT}Every Default member must be a string.`,
  ],
  [
    'allowed values that are a text',
    parameter('{Type: String, AllowedValues: a}'),
    `${FORMAT}Every AllowedValues member must be a list of strings.`,
  ],
  [
    'a length that is no number',
    parameter('{Type: String, MinLength: abc}'),
    `${FORMAT}Every MinLength member must be a number.`,
  ],
  [
    'a pattern that is none',
    parameter("{Type: String, AllowedPattern: '('}"),
    `${FORMAT}The AllowedPattern of parameter P is not a valid regular expression: (`,
  ],
  [
    'an unknown condition of a resource',
    'Resources: {T: {Type: AWS::SNS::Topic, Condition: C}}',
    `${FORMAT}Unresolved condition dependency C in the Resources block of the template`,
  ],
  [
    'an unknown condition of an output',
    `${R}\nOutputs: {O: {Value: x, Condition: C}}`,
    `${FORMAT}Unresolved condition dependency C in the Outputs block of the template`,
  ],
  [
    'an unknown condition in If',
    output('!If [C, a, b]'),
    `${FORMAT}Unresolved condition dependency C in the Outputs block of the template`,
  ],
  [
    'an unknown condition in a condition',
    condition('!Not [!Condition D]'),
    `${FORMAT}Unresolved condition dependency D in the Conditions block of the template`,
  ],
  [
    'a condition over a resource',
    condition('!Equals [!Ref T, x]'),
    `${FORMAT}Unresolved dependencies [T]. Cannot reference resources in the Conditions block of the template`,
  ],
  [
    'a condition that is a text',
    condition('yes sir'),
    `${FORMAT}Conditions can only be boolean operations on parameters and other conditions (condition C)`,
  ],
  [
    'conditions in a circle',
    condition('!Not [!Condition D]', ', D: !Not [!Condition C]'),
    `${FORMAT}Circular dependencies in the Conditions block: [C, D]`,
  ],
  ['And of one', condition('!And [!Equals [a, b]]'), TEMPLATE + BOOLS('Fn::And')],
  [
    'Or of eleven',
    condition(`!Or [${Array(11).fill('!Equals [a, b]').join(', ')}]`),
    TEMPLATE + BOOLS('Fn::Or'),
  ],
  [
    'Not of two',
    condition('!Not [!Equals [a, b], !Equals [a, b]]'),
    `${TEMPLATE}every Fn::Not object requires one boolean parameter.`,
  ],
  [
    'Equals of one',
    condition('!Equals [a]'),
    `${TEMPLATE}every Fn::Equals object requires a list of 2 string parameters.`,
  ],
  [
    'If of two',
    output('!If [C, a]'),
    `${TEMPLATE}Fn::If requires a list argument with three parameters: the name of a condition and two values`,
  ],
  ['Join of a text', output('!Join a'), TEMPLATE + JOIN],
  ['Join without list', output("!Join [',', a]"), TEMPLATE + JOIN],
  ['Split without text', output("!Split [',']"), TEMPLATE + SPLIT],
  ['Split at nothing', output("!Select [0, !Split ['', abc]]"), TEMPLATE + SPLIT],
  ['Select of a text', output('!Select [0, abc]'), TEMPLATE + SELECT],
  ['Sub of a map', output('!Sub {a: b}'), TEMPLATE + SUB],
  ['Sub with a list as map', output("!Sub ['${a}', [a]]"), TEMPLATE + SUB],
  [
    'Sub with a bad name',
    output("!Sub '${a-b}'"),
    `${TEMPLATE}variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons`,
  ],
  ['GetAtt without attribute', output('!GetAtt T'), TEMPLATE + GETATT],
  ['Ref to a list', output('{Ref: [T]}'), `${TEMPLATE}every Ref object must have a single String value.`],
  ['FindInMap of two', output('!FindInMap [A, b]'), TEMPLATE + FIND],
  [
    'FindInMap in no map',
    output('!FindInMap [A, b, c]'),
    `${TEMPLATE}Mapping named 'A' is not present in the 'Mappings' section of template.`,
  ],
  ['a mapping that is a text', `Mappings: {A: x}\n${R}`, `${FORMAT}Every Mappings member must be a map`],
  [
    'a function nobody knows',
    output("{'Fn::Length': [a]}"),
    `${TEMPLATE}the function Fn::Length is not modelled in the sandbox.`,
  ],
  [
    'a function beside other keys',
    output("{'Fn::Sub': a, b: c}"),
    `${FORMAT}a map that holds Fn::Sub must hold nothing else`,
  ],
];

describe('ValidateTemplate', () => {
  it.each(TEMPLATES)('refuses %s', async (_, TemplateBody, text) => {
    const call = stacks.client.send(new ValidateTemplateCommand({ TemplateBody }));
    expect(await refusal(call)).toBe(`ValidationError: ${text}`);
  });

  it('tells parameters, description and the word that it needs', async () => {
    const answer = await stacks.client.send(
      new ValidateTemplateCommand({
        TemplateBody: `
Description: Roles
Parameters: {A: {Type: String, Default: x, Description: The a}, B: {Type: Number, NoEcho: true, Default: 5}}
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, RoleName: x}}
`,
      }),
    );
    expect(answer).toMatchObject({
      Description: 'Roles',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      Parameters: [
        { ParameterKey: 'A', DefaultValue: 'x', NoEcho: false, Description: 'The a' },
        { ParameterKey: 'B', DefaultValue: '****', NoEcho: true },
      ],
    });
  });

  it('refuses no template, two templates, and one that is too long', async () => {
    const validate = (input: object) => refusal(stacks.client.send(new ValidateTemplateCommand(input)));
    expect(await validate({})).toBe(
      'ValidationError: Either Template URL or Template Body must be specified.',
    );
    expect(await validate({ TemplateBody: R, TemplateURL: 'https://s3.amazonaws.com/a/b' })).toBe(
      'ValidationError: You cannot specify both Template Body and Template URL.',
    );
    expect(await validate({ TemplateBody: `# ${'x'.repeat(51_200)}\n${R}` })).toContain(
      "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
    );
  });

  it('reads a template from a bucket of the account', async () => {
    const s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'templates-4417' }));
    await s3.send(
      new PutObjectCommand({ Bucket: 'templates-4417', Key: 'a/b.yaml', Body: `Description: far\n${R}` }),
    );
    const validate = (TemplateURL: string) =>
      stacks.client.send(new ValidateTemplateCommand({ TemplateURL }));
    for (const url of [
      'https://s3.amazonaws.com/templates-4417/a/b.yaml',
      'https://s3.us-east-1.amazonaws.com/templates-4417/a/b.yaml',
      'https://templates-4417.s3.us-east-1.amazonaws.com/a/b.yaml',
      `${sandbox.listening.url}/templates-4417/a/b.yaml`,
    ])
      expect((await validate(url)).Description).toBe('far');
    expect(await refusal(validate('https://example.com/a/b.yaml'))).toBe(
      'ValidationError: TemplateURL must be a supported URL.',
    );
    expect(await refusal(validate('https://s3.amazonaws.com/templates-4417/none'))).toContain(
      'ValidationError: S3 error: The specified key does not exist.',
    );
  });
});

const P = (declaration: string) => parameter(`{Type: String, ${declaration}}`);

/** By CreateStack: values against their declarations. */
const VALUES: [what: string, body: string, given: Record<string, string>, text: string][] = [
  [
    'missing ones',
    'Parameters: {A: {Type: String}, B: {Type: String}}\n' + R,
    {},
    'Parameters: [A, B] must have values',
  ],
  ['unknown ones', R, { X: '1' }, 'Parameters: [X] do not exist in the template'],
  [
    'one that is not allowed',
    P('AllowedValues: [a, b]'),
    { P: 'c' },
    "Parameter 'P' must be one of AllowedValues",
  ],
  [
    'one that does not match',
    P("AllowedPattern: '[a-z]+'"),
    { P: 'A' },
    "Parameter 'P' must match pattern [a-z]+",
  ],
  [
    'one that matches only in part',
    P("AllowedPattern: '[a-z]+'"),
    { P: 'aB' },
    "Parameter 'P' must match pattern [a-z]+",
  ],
  [
    'one that is described',
    P("AllowedPattern: '[a-z]+', ConstraintDescription: small letters"),
    { P: '1' },
    'Parameter P failed to satisfy constraint: small letters',
  ],
  ['one too short', P('MinLength: 3'), { P: 'ab' }, "Parameter 'P' must contain at least 3 characters"],
  ['one too long', P('MaxLength: 3'), { P: 'abcd' }, "Parameter 'P' must contain at most 3 characters"],
  ['a text for a number', parameter('{Type: Number}'), { P: 'x' }, "Parameter 'P' must be a number"],
  [
    'a number too small',
    parameter('{Type: Number, MinValue: 5}'),
    { P: '4' },
    "Parameter 'P' must be a number not less than 5",
  ],
  [
    'a number too big',
    parameter('{Type: Number, MaxValue: 5}'),
    { P: '6' },
    "Parameter 'P' must be a number not greater than 5",
  ],
  [
    'a text in a list of numbers',
    parameter('{Type: List<Number>}'),
    { P: '1,x' },
    "Parameter 'P' must be a number",
  ],
];

/** By CreateStack: what only the values show. */
const EVALUATED: [what: string, body: string, text: string][] = [
  [
    'a map without the key',
    `Mappings: {M: {a: {b: c}}}\n${output('!FindInMap [M, x, b]')}`,
    `${TEMPLATE}Unable to get mapping for M::x::b`,
  ],
  [
    'Select beyond the end',
    `Parameters: {L: {Type: CommaDelimitedList, Default: 'a,b'}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Select [5, !Ref L]}}}`,
    `${TEMPLATE}Fn::Select cannot select nonexistent value at index 5`,
  ],
  [
    'a reference to what its condition leaves out',
    `Conditions: {C: !Equals [a, b]}\nResources: {T: {Type: AWS::SNS::Topic, Condition: C}, U: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref T}}}`,
    `${FORMAT}Unresolved resource dependencies [T] in the Resources block of the template`,
  ],
  [
    'an output of what its condition leaves out',
    `Conditions: {C: !Equals [a, b]}\nResources: {T: {Type: AWS::SNS::Topic, Condition: C}, U: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: !Ref T}}`,
    `${FORMAT}Unresolved resource dependencies [T] in the Outputs block of the template`,
  ],
  [
    'Cidr of what is no block',
    `Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Select [0, !Cidr [10.0.0/8, 1, 8]]}}}`,
    `${TEMPLATE}Fn::Cidr: 10.0.0/8 is not a valid IPv4 block (IPv6 is not modelled in the sandbox)`,
  ],
];

describe('CreateStack', () => {
  const create = (input: object) =>
    refusal(stacks.client.send(new CreateStackCommand({ StackName: 'refused', TemplateBody: R, ...input })));
  it.each(VALUES)('refuses %s among the values', async (_, TemplateBody, given, text) => {
    expect(await create({ TemplateBody, Parameters: values(given) })).toBe(`ValidationError: ${text}`);
  });
  it.each(EVALUATED)('refuses %s', async (_, TemplateBody, text) => {
    expect(await create({ TemplateBody })).toBe(`ValidationError: ${text}`);
  });
  it('refuses wrong names, tags and options, and leaves nothing behind', async () => {
    expect(await create({ StackName: '1st' })).toMatch(
      /^ValidationError: 1 validation error detected: Value '1st' at 'stackName' failed to satisfy constraint/,
    );
    expect(await create({ StackName: 'x'.repeat(129) })).toContain(
      'Member must have length less than or equal to 128',
    );
    expect(await create({ Tags: [{ Key: 'aws:x', Value: 'y' }] })).toBe(
      'ValidationError: aws: prefixed tag key names are not allowed for external use.',
    );
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    expect(await create({ Tags: twice })).toBe(
      'ValidationError: Duplicate tag keys found. Please specify unique keys.',
    );
    expect(await create({ DisableRollback: true, OnFailure: 'DELETE' })).toBe(
      'ValidationError: Either DisableRollback or OnFailure can be specified, not both.',
    );
    expect(standing(sandbox).filter((thing) => thing.startsWith('cloudformation'))).toEqual([]);
  });
});

/** Found only when the resource is made: the create fails and is rolled back. */
const PROPERTIES: [what: string, resource: string, text: string | RegExp][] = [
  [
    'an unknown property',
    '{Type: AWS::SNS::Topic, Properties: {Colour: red}}',
    'Properties validation failed for resource X with message:\n[#: extraneous key [Colour] is not permitted]',
  ],
  [
    'a missing property',
    '{Type: AWS::SNS::Subscription, Properties: {Protocol: email}}',
    'Properties validation failed for resource X with message:\n[#: required key [TopicArn] not found]',
  ],
  [
    'an unknown property of an old type',
    '{Type: AWS::SageMaker::NotebookInstance, Properties: {Colour: red}}',
    'Encountered unsupported property Colour',
  ],
  [
    'a missing property of an old type',
    '{Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: ml.t3.medium}}',
    'Property RoleArn cannot be empty.',
  ],
  [
    'a property that is not modelled',
    '{Type: AWS::S3::Bucket, Properties: {WebsiteConfiguration: {}}}',
    'The property WebsiteConfiguration of AWS::S3::Bucket is not modelled in the sandbox.',
  ],
  [
    'a role that is not there',
    '{Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: ml.t3.medium, RoleArn: "arn:aws:iam::000000000000:role/none"}}',
    /Service: AmazonSageMaker; Status Code: 400; Error Code: ValidationException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
  ],
  [
    'a bucket of someone else',
    '{Type: AWS::S3::Bucket, Properties: {BucketName: UPPER}}',
    /^Resource handler returned message: ".*" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: InvalidRequest\)$/,
  ],
];

describe('a resource', () => {
  it.each(PROPERTIES)('with %s fails with the reason', async (what, resource, text) => {
    const name = what.replaceAll(/[^a-z]/g, '-');
    const stack = await stacks.deploy(name, {
      ChangeSetType: 'CREATE',
      TemplateBody: `Resources: {X: ${resource}}`,
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const failed = (await stacks.events(name)).find((e) => e.ResourceStatus === 'CREATE_FAILED');
    if (typeof text === 'string') expect(failed!.ResourceStatusReason).toBe(text);
    else expect(failed!.ResourceStatusReason).toMatch(text);
  });

  it('cannot change its type', async () => {
    await stacks.deploy('typed', { ChangeSetType: 'CREATE', TemplateBody: R });
    await stacks.client.send(
      new CreateChangeSetCommand({
        StackName: 'typed',
        ChangeSetName: 'other',
        TemplateBody: 'Resources: {T: {Type: AWS::Logs::LogGroup}}',
      }),
    );
    await sandbox.advance(10);
    const made = await stacks.changeSet('typed', {
      ChangeSetName: 'again',
      TemplateBody: 'Resources: {T: {Type: AWS::Logs::LogGroup}}',
    });
    expect([made.Status, made.StatusReason]).toEqual([
      'FAILED',
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [T]',
    ]);
  });
});
