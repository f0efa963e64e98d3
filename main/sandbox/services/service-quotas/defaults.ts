/**
 * Quotas of a fresh sandbox account. The values are the sandbox's own, in the spirit of a new AWS account: small CPU
 * machines are allowed, GPU machines are 0 until asked for. Codes of EC2 are AWS's; SageMaker's are made from the name,
 * because AWS gives one per instance type and the program must look them up by name anyway.
 */
import { createHash } from 'node:crypto';

export interface Quota {
  service: string;
  serviceName: string;
  name: string;
  code: string;
  value: number;
  unit: string;
}

/** Per instance type: notebooks, training, Spot training, endpoints. */
const sagemakerTypes: Record<string, readonly [number, number, number, number]> = {
  'ml.t2.medium': [20, 0, 0, 4],
  'ml.t3.medium': [20, 20, 20, 4],
  'ml.t3.large': [20, 20, 20, 4],
  'ml.t3.xlarge': [10, 20, 20, 4],
  'ml.t3.2xlarge': [10, 20, 20, 4],
  'ml.m5.large': [0, 15, 15, 4],
  'ml.m5.xlarge': [8, 15, 15, 4],
  'ml.m5.2xlarge': [4, 15, 15, 4],
  'ml.m5.4xlarge': [2, 8, 8, 2],
  'ml.m5.12xlarge': [0, 4, 4, 0],
  'ml.m5.24xlarge': [0, 0, 0, 0],
  'ml.c5.large': [0, 0, 0, 4],
  'ml.c5.xlarge': [8, 15, 15, 4],
  'ml.c5.2xlarge': [4, 15, 15, 4],
  'ml.c5.4xlarge': [2, 8, 8, 2],
  'ml.r5.large': [0, 0, 0, 0],
  'ml.r5.xlarge': [0, 0, 0, 0],
  'ml.r5.4xlarge': [0, 0, 0, 0],
  'ml.g4dn.xlarge': [0, 0, 0, 0],
  'ml.g4dn.2xlarge': [0, 0, 0, 0],
  'ml.g5.xlarge': [0, 0, 0, 0],
  'ml.g5.2xlarge': [0, 0, 0, 0],
  'ml.g6.xlarge': [0, 0, 0, 0],
  'ml.p3.2xlarge': [0, 0, 0, 0],
};

const sagemakerUses = [
  'for notebook instance usage',
  'for training job usage',
  'for spot training job usage',
  'for endpoint usage',
] as const;

const ec2: [string, string, number][] = [
  ['L-1216C47A', 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', 32],
  ['L-34B43A08', 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests', 32],
  ['L-DB2E81BA', 'Running On-Demand G and VT instances', 0],
  ['L-3819A6DF', 'All G and VT Spot Instance Requests', 0],
  ['L-417A185B', 'Running On-Demand P instances', 0],
  ['L-7212CCBC', 'All P4, P3 and P2 Spot Instance Requests', 0],
];

const sagemaker = (name: string, value: number): Quota => ({
  service: 'sagemaker',
  serviceName: 'Amazon SageMaker',
  name,
  code: `L-${createHash('sha256').update(name).digest('hex').slice(0, 8).toUpperCase()}`,
  value,
  unit: 'None',
});

export const defaultQuotas: readonly Quota[] = [
  ...Object.entries(sagemakerTypes).flatMap(([type, values]) =>
    sagemakerUses.map((use, i) => sagemaker(`${type} ${use}`, values[i] ?? 0)),
  ),
  ...ec2.map(([code, name, value]) => ({
    service: 'ec2',
    serviceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
    name,
    code,
    value,
    unit: 'None',
  })),
];
