/** Constraints of the API model (CloudFormation 2010-05-15) that clients' schemas do not carry. */
import type { Constraint } from '../../engine/types.ts';

const STACK_OR_ID: Constraint = {
  min: 1,
  pattern: /^([a-zA-Z][-a-zA-Z0-9]*|arn:(aws|aws-us-gov|aws-cn):[-a-zA-Z0-9:/._+]*)$/,
};
/** CreateStack and CreateChangeSet: at most 128 characters, by the API reference. */
const NEW_STACK: Constraint = { min: 1, max: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ };
const CHANGE_SET: Constraint = { min: 1, max: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ };
const CHANGE_SET_OR_ID: Constraint = {
  min: 1,
  max: 1600,
  pattern: /^([a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*)$/,
};
const TOKEN: Constraint = { min: 1, max: 128, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9]*$/ };
const ROLE: Constraint = { min: 20, max: 2048 };
const ON_FAILURE: Constraint = { enum: ['DO_NOTHING', 'ROLLBACK', 'DELETE'] };
const TAGS: Constraint = { max: 50 };
const TAG_KEY: Constraint = { min: 1, max: 128 };
const TAG_VALUE: Constraint = { min: 1, max: 256 };
const MADE = {
  Tags: TAGS,
  'Tags[].Key': TAG_KEY,
  'Tags[].Value': TAG_VALUE,
  RoleARN: ROLE,
  TemplateBody: { min: 1 },
  TemplateURL: { min: 1, max: 5120 },
  NotificationARNs: { max: 5 },
};

export const constraints: Record<string, Record<string, Constraint>> = {
  CreateStack: {
    ...MADE,
    StackName: NEW_STACK,
    ClientRequestToken: TOKEN,
    OnFailure: ON_FAILURE,
    TimeoutInMinutes: { min: 1 },
  },
  UpdateStack: { ...MADE, ClientRequestToken: TOKEN },
  DeleteStack: { RoleARN: ROLE, ClientRequestToken: TOKEN },
  CreateChangeSet: {
    ...MADE,
    StackName: STACK_OR_ID,
    ChangeSetName: CHANGE_SET,
    ClientToken: { min: 1, max: 128 },
    Description: { min: 1, max: 1024 },
    ChangeSetType: { enum: ['CREATE', 'UPDATE', 'IMPORT'] },
    OnStackFailure: ON_FAILURE,
  },
  DescribeChangeSet: { StackName: STACK_OR_ID, ChangeSetName: CHANGE_SET_OR_ID },
  ExecuteChangeSet: { StackName: STACK_OR_ID, ChangeSetName: CHANGE_SET_OR_ID, ClientRequestToken: TOKEN },
  DeleteChangeSet: { StackName: STACK_OR_ID, ChangeSetName: CHANGE_SET_OR_ID },
  ListChangeSets: { StackName: STACK_OR_ID },
  ContinueUpdateRollback: { StackName: STACK_OR_ID, RoleARN: ROLE, ClientRequestToken: TOKEN },
  RollbackStack: { StackName: STACK_OR_ID, RoleARN: ROLE, ClientRequestToken: TOKEN },
  CancelUpdateStack: { ClientRequestToken: TOKEN },
  ValidateTemplate: { TemplateBody: { min: 1 }, TemplateURL: { min: 1, max: 5120 } },
  DetectStackDrift: { StackName: STACK_OR_ID, LogicalResourceIds: { min: 1, max: 200 } },
  DescribeStackResourceDrifts: { StackName: STACK_OR_ID },
};
