import type { WordKey } from '../../../words/index.ts';

/** Services whose name is not the same in every language, by the name that a request is signed for. */
const named: Record<string, WordKey> = {
  ec2: 'service.ec2',
  monitoring: 'service.monitoring',
  pricing: 'service.pricing',
  sagemaker: 'service.sagemaker',
  sts: 'service.sts',
};

/** What a person calls a service of the sandbox account. */
export function serviceName(
  { service, title }: { service: string; title: string },
  t: (key: WordKey) => string,
): string {
  const key = Object.hasOwn(named, service) ? named[service] : undefined;
  return key === undefined ? title : t(key);
}
