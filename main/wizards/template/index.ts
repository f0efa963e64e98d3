/** Any CloudFormation template of a person's own, as a wizard: its questions are the template's parameters. */
import type { Wizard } from '../../plans/source.ts';
import { secretProblem, TemplateAnswers } from './answers.ts';
import { describeTemplate, fittedTo, optionFactsOf, optionsIn, picked, summariesIn } from './describe.ts';
import { draftTemplate, templateFacts } from './draft.ts';

const exampleBody = `AWSTemplateFormatVersion: '2010-09-09'
Description: A list of people who are told something, and a log that is kept for a while
Parameters:
  ShownAs:
    Type: String
    Default: News
    Description: What the list is called in its e-mails
    MaxLength: 100
  KeepDays:
    Type: Number
    Default: 30
    AllowedValues: [1, 7, 30, 90]
    Description: So many days a log line is kept
Resources:
  List:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Ref ShownAs
  Log:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      RetentionInDays: !Ref KeepDays
Outputs:
  ListArn:
    Value: !Ref List
`;

export const template: Wizard<TemplateAnswers> = {
  id: 'template',
  answers: TemplateAnswers,
  description: describeTemplate({}),
  describe: describeTemplate,
  facts: templateFacts,
  draft: draftTemplate,
  ownTemplate: ({ body }) => body,
  checkSecret: secretProblem,
  optionFacts: (_target, answers = {}) => optionFactsOf(answers),
  defaults: () => ({ body: '', file: '', name: '', parameters: {}, confirm: '' }),
  options: (facts, _context, answers = {}) => optionsIn(answers, facts),
  refresh: fittedTo,
  picked,
  summaries: summariesIn,
  example: { body: exampleBody, file: 'news.yaml', name: 'news', parameters: { ShownAs: 'News' } },
};
