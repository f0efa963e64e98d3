import { nameAtEnd } from '../../preload/contract/plain.ts';
import { to } from '../app/router.ts';

/** A machine of EC2: those of the training environment are seen with the trainings. */
export const machineType = 'AWS::EC2::Instance';
export const notebookType = 'AWS::SageMaker::NotebookInstance';

/** Pages of things by their CloudFormation type. */
const pages: Record<string, (name: string) => string> = {
  [notebookType]: to.notebook,
  [machineType]: () => to.jobs('running'),
  'AWS::S3::Bucket': to.folder,
  'AWS::S3::Object': (name) => {
    const [bucket = '', ...prefix] = name.split('/');
    return to.folder(bucket, prefix.join('/'));
  },
};

/**
 * CloudFormation knows some things by their ARN; a person knows them by the name at its end. Source: CloudFormation
 * user guide, AWS::SageMaker::NotebookInstance, return values: `Ref` returns the ARN.
 */
export function shortName(name: string): string {
  return name.startsWith('arn:') ? nameAtEnd(name) : name;
}

/** Names that AWS makes up are long; a person tells them apart by their beginning and their end. */
export function shortenedName(name: string, most = 40): string {
  if (name.length <= most) return name;
  const end = 12;
  return `${name.slice(0, most - end - 1)}…${name.slice(-end)}`;
}

export function thingPage(thing: { type: string; name: string }): string | null {
  const page = Object.hasOwn(pages, thing.type) ? pages[thing.type] : undefined;
  return page === undefined ? null : page(shortName(thing.name));
}
