/** Service-linked roles: made for a service, changed by AWS only. Names from each service's own user guide. */
import type {
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse,
  DeleteServiceLinkedRoleRequest,
  GetServiceLinkedRoleDeletionStatusRequest,
} from '@aws-sdk/client-iam';
import { operation, type Operations } from '../shared/operation.ts';
import { needs } from './access-needs.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { addRole, describeRole } from './roles.ts';
import { arnOf, entityId, roleOf, tables } from './store.ts';

const NAMES: Record<string, string> = {
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'batch.amazonaws.com': 'AWSServiceRoleForBatch',
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'ecs.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'sagemaker.amazonaws.com': 'AWSServiceRoleForAmazonSageMakerNotebooks',
  'sagemaker.application-autoscaling.amazonaws.com':
    'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
  'spot.amazonaws.com': 'AWSServiceRoleForEC2Spot',
  'spotfleet.amazonaws.com': 'AWSServiceRoleForEC2SpotFleet',
};

export const linkedRoleOperations: Operations = {
  CreateServiceLinkedRole: operation<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse>({
    access: needs.linkedRole,
    run({ account, input, now }) {
      const service = input.AWSServiceName ?? '';
      const base = NAMES[service];
      if (base === undefined) {
        throw invalidInput(`Service name ${service} is not one that the sandbox knows a linked role for.`);
      }
      const name = input.CustomSuffix === undefined ? base : `${base}_${input.CustomSuffix}`;
      if (tables.roles(account).get(name.toLowerCase())) {
        throw invalidInput(
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      }
      const path = `/aws-service-role/${service}/`;
      const role = addRole(account, {
        name,
        path,
        id: entityId(account, 'AROA'),
        arn: arnOf(account, 'role', path, name),
        createdAt: now,
        tags: {},
        inline: {},
        attached: [],
        trust: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
        }),
        maxSessionDuration: 3600,
        linkedTo: service,
        ...(input.Description === undefined ? {} : { description: input.Description }),
      });
      return { Role: describeRole(account, role) };
    },
  }),
  DeleteServiceLinkedRole: operation<DeleteServiceLinkedRoleRequest, object>({
    access: needs.role,
    run({ account, input }) {
      const role = roleOf(account, input.RoleName);
      if (role.linkedTo === undefined) throw noSuchEntity(`${role.name} is not a service-linked role.`);
      tables.roles(account).delete(role.name.toLowerCase());
      return { DeletionTaskId: `task${role.path}${role.name}/${account.newId(32)}` };
    },
  }),
  GetServiceLinkedRoleDeletionStatus: operation<GetServiceLinkedRoleDeletionStatusRequest, object>({
    access: needs.any,
    run({ account, input }) {
      const name = (input.DeletionTaskId ?? '').split('/').at(-2) ?? '';
      if (!input.DeletionTaskId?.startsWith('task/aws-service-role/')) {
        throw noSuchEntity(`Service role deletion task ${input.DeletionTaskId} not found.`);
      }
      return { Status: tables.roles(account).get(name.toLowerCase()) ? 'FAILED' : 'SUCCEEDED' };
    },
  }),
};
