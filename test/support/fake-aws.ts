/** A connected account whose answers a test gives, by `service:Operation`; notes every request. */
import { pageRuleOf } from '../../main/aws/page-rules.ts';
import type { Aws, AwsCallOptions } from '../../main/aws/aws.ts';

type Answer = (input: Record<string, unknown>, options: AwsCallOptions) => unknown;

export interface FakeAws {
  aws: Aws;
  calls: { operation: string; input: Record<string, unknown> }[];
  /** Requests of an operation. */
  count(operation: string): number;
}

export function fakeAws(
  answers: Record<string, Answer>,
  now = () => Date.parse('2026-11-20T13:02:00Z'),
): FakeAws {
  const calls: FakeAws['calls'] = [];
  const call = async (
    service: string,
    operation: string,
    input: Record<string, unknown>,
    options: AwsCallOptions = {},
  ): Promise<unknown> => {
    const name = `${service}:${operation}`;
    calls.push({ operation: name, input });
    options.signal?.throwIfAborted();
    const answer = answers[name];
    if (answer === undefined) throw new Error(`nobody answers ${name}`);
    return answer(input, options);
  };
  async function* pages(
    service: string,
    operation: string,
    input: Record<string, unknown>,
    options?: AwsCallOptions,
  ) {
    const rule = pageRuleOf(service, operation);
    for (let token: unknown; ;) {
      const more = rule === undefined || token === undefined ? {} : { [rule.input]: token };
      const page = (await call(service, operation, { ...input, ...more }, options)) as Record<
        string,
        unknown
      >;
      yield page;
      token = rule === undefined ? undefined : page[rule.output];
      if (token === undefined || token === '') return;
    }
  }
  return {
    aws: {
      target: { accountId: '111122223333', region: 'eu-west-1', partition: 'aws' },
      callerArn: 'arn:aws:iam::111122223333:user/ann',
      call,
      pages,
      now,
    } as unknown as Aws,
    calls,
    count: (operation) => calls.filter((one) => one.operation === operation).length,
  };
}
