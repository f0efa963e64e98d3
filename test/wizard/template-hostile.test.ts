/** Templates that are none, and templates that do more than make plain things. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadTemplate, readTemplateText } from '../../main/plans/template-text.ts';
import { dangersIn } from '../../main/wizards/template/dangers.ts';
import { readOwnTemplate } from '../../main/wizards/template/own-template.ts';
import { problems, texts } from './support.ts';

const body = (file: string) =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'templates', file), 'utf8');
const reason = (template: string) => {
  try {
    readOwnTemplate(template);
  } catch (error) {
    if (error instanceof BadTemplate) return error.reason;
    throw error;
  }
  return 'read';
};
const one = (inner: string) => `Resources: {A: {Type: AWS::SNS::Topic${inner}}}`;

describe('what is no template', () => {
  test.each([
    ['tooLarge', 'a'.repeat(10_000_000)],
    ['notText', 'a\0b'],
    ['notTemplate', 'hello'],
    ['notTemplate', '- a'],
    ['broken', '{"Resources": {'],
    ['broken', 'a: [1\nb: 2'],
    ['tooDeep', `Resources: ${'{a: '.repeat(70)}1${'}'.repeat(70)}`],
    ['tooDeep', `{"Resources": ${'{"a": '.repeat(70)}1${'}'.repeat(71)}`],
    ['alias', 'a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b]\nResources: *b'],
    ['tag', 'Resources: !!js/function "x"'],
    ['tag', 'Resources: !Evil x'],
    ['name', 'Resources: {A: {Type: AWS::SNS::Topic, __proto__: {Type: x}}}'],
    ['name', '{"__proto__": {"a": 1}, "Resources": {}}'],
    ['name', 'constructor: {prototype: 1}'],
    ['twice', 'Resources: {A: 1}\nResources: {B: 1}'],
    ['twice', '{"Resources": {"A": 1, "A": 2}}'],
    ['section', 'Evil: 1\nResources: {}'],
    ['empty', 'Resources: {}'],
    ['empty', 'Description: nothing'],
    ['loop', 'Transform: AWS::LanguageExtensions\nResources: {"Fn::ForEach::A": [x, [1], {}]}'],
    ['badName', 'Resources: {"a b": {Type: AWS::SNS::Topic}}'],
    ['noType', 'Resources: {A: {}}'],
    ['shape', 'Resources: [1]'],
    ['shape', one(', Properties: 1')],
    ['policy', one(', DeletionPolicy: !Ref X')],
    ['parameterType', one('').replace('Resources', 'Parameters: {P: {Type: Evil}}\nResources')],
    [
      'tooMany',
      `Resources:\n${Array.from({ length: 501 }, (_, i) => `  A${i}: {Type: AWS::SNS::Topic}`).join('\n')}`,
    ],
    ['read', one('')],
  ])('%s', (why, template) => {
    const begun = performance.now();
    expect(reason(template)).toBe(why);
    expect(performance.now() - begun).toBeLessThan(3_000);
    if (why === 'read') return;
    const said = problems('template', { body: template, name: 'a' });
    expect(Object.keys(said)).toEqual(['body']);
    expect(said['body']).not.toContain('wizard.template');
  });

  test('nested without end it is refused, not followed', () => {
    for (const text of ['a: ' + '['.repeat(50_000), '['.repeat(50_000), '- '.repeat(25_000)])
      expect(['broken', 'tooDeep']).toContain(reason(text));
  });

  test('JSON is read as JSON, with tabs', () => {
    expect(readTemplateText('{\n\t"a":\t{"Fn::Sub": "x"}\n}')).toEqual({ a: { 'Fn::Sub': 'x' } });
    expect(readTemplateText('a: !Sub [x, {b: !GetAtt c.d.e}]\nb: !GetAZs ""\nc: y')).toEqual({
      a: { 'Fn::Sub': ['x', { b: { 'Fn::GetAtt': ['c', 'd.e'] } }] },
      b: { 'Fn::GetAZs': '' },
      c: 'y',
    });
  });
});

describe('dangers', () => {
  const keys = (template: string) =>
    dangersIn(readOwnTemplate(template)).map(({ key }) => key.replace('wizard.template.danger.', ''));

  test('a hostile template is named by all that it would do', () => {
    expect(keys(body('hostile.yaml'))).toEqual([
      'program', 'custom', 'nested', 'resolve', 'store', 'admin', 'rights', 'engine', 'publisher',
    ]); // prettier-ignore
    const said = texts(dangersIn(readOwnTemplate(body('hostile.yaml')))).join('\n');
    for (const named of [
      'http://203.0.113.7/evil.yaml',
      'function:take',
      'https://evil.example/more.yaml',
      '{{resolve:secretsmanager:prod/db:SecretString:password}}',
      'Admin (AWS::IAM::User)',
      'Evil::Own::Thing',
    ])
      expect(said).toContain(named);
  });

  test.each([
    ['resolve', one(", Properties: {DisplayName: !Sub '{{resolve:ssm:${AWS::Region}}}'}")],
    ['resolve', one(", Properties: {DisplayName: !Join ['', ['{{resolve', ':ssm:x}}']]}")],
    ['resolve', one(", Properties: {Tags: [{Key: '{{resolve:ssm:x}}', Value: 1}]}")],
    ['resolve', one(', Metadata: {"{{resolve:ssm:x}}": 1}')],
    [
      'program',
      one(', Properties: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: s3://x/y}}}'),
    ],
    ['program', one(', Properties: !Transform {Name: Mine}')],
    ['nested', 'Resources: {A: {Type: "My::Own::Part::MODULE"}}'],
    ['custom', 'Resources: {A: {Type: AWS::CloudFormation::CustomResource, Properties: {ServiceToken: x}}}'],
  ])('%s', (kind, template) => {
    expect(keys(template)).toEqual([kind]);
  });

  test('plain things need no confirmation', () => {
    for (const file of ['bucket.yaml', 'logs.json', 'functions.yaml', 'outputs.yaml'])
      expect(keys(body(file))).toEqual([]);
  });
});
