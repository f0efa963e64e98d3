import type { Aws } from '../aws/aws.ts';

/** Counts what a look costs. */
export function counting(aws: Aws, count: () => void): Aws {
  return {
    ...aws,
    now: () => aws.now(),
    call: async (...given) => {
      count();
      return aws.call(...given);
    },
    pages: async function* (...given) {
      for await (const page of aws.pages(...given)) {
        count();
        yield page;
      }
    },
  };
}
