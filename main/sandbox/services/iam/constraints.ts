/** Constraints on IAM's inputs. Source: IAM API model (botocore), shapes roleNameType, pathType, … */
import type { Constraint } from '../../engine/types.ts';

const name = (max: number): Constraint => ({ pattern: /^[\w+=,.@-]+$/, min: 1, max });
const arn: Constraint = { min: 20, max: 2048 };
const document: Constraint = { min: 1, max: 131_072 };
const roleName = { RoleName: name(64) };
const policyName = { PolicyName: name(128) };
const userName = { UserName: name(64) };
const tags = { 'Tags[].Key': { min: 1, max: 128 }, 'Tags[].Value': { min: 0, max: 256 } };
const maxItems = { MaxItems: { min: 1, max: 1000 } };
const pathPrefix = { PathPrefix: { min: 1, max: 512 } };

export const constraints: Record<string, Record<string, Constraint>> = {
  CreateRole: {
    ...roleName,
    ...tags,
    AssumeRolePolicyDocument: document,
    Description: { max: 1000 },
    MaxSessionDuration: { min: 3600, max: 43_200 },
    PermissionsBoundary: arn,
  },
  GetRole: roleName,
  DeleteRole: roleName,
  UpdateRole: { ...roleName, MaxSessionDuration: { min: 3600, max: 43_200 }, Description: { max: 1000 } },
  ListRoles: { ...maxItems, ...pathPrefix },
  PutRolePolicy: { ...roleName, ...policyName, PolicyDocument: document },
  GetRolePolicy: { ...roleName, ...policyName },
  AttachRolePolicy: { ...roleName, PolicyArn: arn },
  DetachRolePolicy: { ...roleName, PolicyArn: arn },
  TagRole: { ...roleName, ...tags },
  CreatePolicy: { ...policyName, ...tags, PolicyDocument: document, Description: { max: 1000 } },
  CreatePolicyVersion: { PolicyArn: arn, PolicyDocument: document },
  GetPolicy: { PolicyArn: arn },
  ListPolicies: { ...maxItems, Scope: { enum: ['All', 'AWS', 'Local'] } },
  CreateUser: { ...userName, ...tags },
  GetUser: userName,
  ListUsers: { ...maxItems, ...pathPrefix },
  UpdateAccessKey: { Status: { enum: ['Active', 'Inactive', 'Expired'] } },
  CreateGroup: { GroupName: name(128) },
  CreateInstanceProfile: { InstanceProfileName: name(128), ...tags },
};
