import { to } from '../app/router.ts';

export const notebookType = 'AWS::SageMaker::NotebookInstance';

/** Pages of things by their CloudFormation type. */
const pages: Record<string, (name: string) => string> = {
  [notebookType]: to.notebook,
  'AWS::S3::Bucket': to.folder,
};

export function thingPage(thing: { type: string; name: string }): string | null {
  return Object.hasOwn(pages, thing.type) ? (pages[thing.type]?.(thing.name) ?? null) : null;
}
