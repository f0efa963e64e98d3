/** The network that every account begins with: one default VPC with a subnet in each of three zones. */
import { createHash } from 'node:crypto';
import type { SandboxAccount } from '../../engine/types.ts';

export interface Subnet {
  id: string;
  zone: string;
  zoneId: string;
  cidr: string;
}

export interface Network {
  vpc: string;
  cidr: string;
  subnets: Subnet[];
  securityGroup: string;
  internetGateway: string;
  routeTable: string;
  acl: string;
  dhcpOptions: string;
}

/** Ids are made from account and region: the same in every session, different in every account. */
export function networkOf(account: SandboxAccount, region: string): Network {
  const id = (prefix: string, part = '') =>
    `${prefix}-0${createHash('sha256').update(`${account.id} ${region} ${prefix} ${part}`).digest('hex').slice(0, 16)}`;
  return {
    vpc: id('vpc'),
    cidr: '172.31.0.0/16',
    subnets: ['a', 'b', 'c'].map((letter, i) => ({
      id: id('subnet', letter),
      zone: region + letter,
      zoneId: `${zonePrefix(region)}-az${i + 1}`,
      cidr: `172.31.${i * 16}.0/20`,
    })),
    securityGroup: id('sg'),
    internetGateway: id('igw'),
    routeTable: id('rtb'),
    acl: id('acl'),
    dhcpOptions: id('dopt'),
  };
}

const directions: Record<string, string> = {
  northeast: 'ne',
  southeast: 'se',
  southwest: 'sw',
  northwest: 'nw',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
};

/** `us-east-1` -> `use1`, as AWS abbreviates regions in zone ids. */
function zonePrefix(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  return area + (directions[direction] ?? direction) + number;
}
