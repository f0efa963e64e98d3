/** An error with status 200 is an error, and an answer that looks a little like one is an answer. */
import { expect, test } from 'vitest';
import { isHiddenError, namesError } from '../../main/aws/hidden-error.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  '<ErrorResponse xmlns="https://x/"><Error><Code>InternalFailure</Code></Error></ErrorResponse>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code></Error>',
  '<?xml version="1.0"?><Response><Errors><Error><Code>InternalError</Code></Error></Errors></Response>',
  '{"message":"no","__type":"InternalFailure"}',
])('is an error: %s', (text) => expect(isHiddenError(bytes(text))).toBe(true));

test.each([
  '',
  '<ListErrorsResponse><Error>x</Error></ListErrorsResponse>',
  '<Response><Reservations><Errors/></Reservations></Response>',
  '<DeleteResult><Error><Key>a</Key><Code>InternalError</Code></Error></DeleteResult>',
  '{"Name":"says __type","Tags":["\\"__type\\""]}',
  '{"items":[{"__type":"x"}]}',
  'not "__type" JSON',
  `<Error>${'x'.repeat(5_000)}</Error>`,
])('is an answer: %s', (text) => expect(isHiddenError(bytes(text))).toBe(false));

test('REST protocols in JSON name an error in a header', () => {
  expect(namesError({ 'X-Amzn-ErrorType': 'ServerException', 'content-type': 'application/json' })).toBe(
    true,
  );
  expect(namesError({ 'x-amzn-requestid': '1', 'content-type': 'application/json' })).toBe(false);
});
