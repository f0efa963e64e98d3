import type { Kind, SandboxAccount } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export interface Topic {
  arn: string;
  name: string;
  attributes: Record<string, string>;
  tags: Tags;
}

export interface Subscription {
  id: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
}

/** What was published: kept to be read, sent to nobody. */
interface Publication {
  id: string;
  topicArn: string;
  subject: string | null;
  message: string;
  /** ms of the account's clock. */
  at: number;
}

export const topicKind: Kind<Topic> = { name: 'sns/topic', scope: 'region', key: (t) => t.arn };
export const subscriptionKind: Kind<Subscription> = {
  name: 'sns/subscription',
  scope: 'region',
  key: (s) => s.id,
};
export const publicationKind: Kind<Publication> = {
  name: 'sns/publication',
  scope: 'region',
  record: true,
  key: (p) => p.id,
};

/** All messages of a topic, oldest first. */
export function publications(
  account: SandboxAccount,
  region: string,
  topicArn: string,
): Readonly<Publication>[] {
  return account
    .table(publicationKind, region)
    .list()
    .filter((p) => p.topicArn === topicArn);
}
