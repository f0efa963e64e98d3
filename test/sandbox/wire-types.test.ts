/** A document whose types are not those of its shape is refused before a service sees it. */
import { expect, test } from 'vitest';
import { codecs } from '../../main/sandbox/wire/codecs.ts';
import { readInput } from '../../main/sandbox/wire/decode.ts';
import { serviceModel } from '../../main/sandbox/wire/service-model.ts';

const model = serviceModel(await import('@aws-sdk/client-sagemaker'));
const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers: {} };
const read = (operation: string, document: string): Promise<Record<string, unknown>> =>
  readInput(
    'awsJson1_1',
    codecs(model, 'awsJson1_1'),
    model.operations.get(operation)!,
    {},
    request,
    Buffer.from(document),
  );

test.each([
  ['CreateNotebookInstance', '{"NotebookInstanceName":5}', 'NUMBER_VALUE can not be converted to a String'],
  [
    'CreateNotebookInstance',
    '{"NotebookInstanceName":{"a":1}}',
    'STRUCTURE_VALUE can not be converted to a String',
  ],
  ['CreateNotebookInstance', '{"Tags":"x"}', 'STRING_VALUE can not be converted to a list'],
  ['CreateNotebookInstance', '{"Tags":{"Key":"a"}}', 'STRUCTURE_VALUE can not be converted to a list'],
  ['CreateNotebookInstance', '{"Tags":[1]}', 'NUMBER_VALUE can not be converted to a structure'],
  ['CreateNotebookInstance', '{"Tags":[{"Key":[]}]}', 'LIST_VALUE can not be converted to a String'],
  ['CreateNotebookInstance', '{"VolumeSizeInGB":"7"}', 'STRING_VALUE can not be converted to'],
  ['CreateNotebookInstance', '"x"', 'STRING_VALUE can not be converted to a structure'],
  ['CreateNotebookInstance', '{', 'JSON'],
  ['ListNotebookInstances', '{"CreationTimeAfter":true}', 'timestamps'],
])('%s %s', async (operation, document, text) => {
  await expect(read(operation, document)).rejects.toThrow(text);
});

test('what fits passes, and what is unknown is left out', async () => {
  const document =
    '{"NotebookInstanceName":"a","VolumeSizeInGB":7,"Tags":[{"Key":"k","Value":""}],"Other":{}}';
  expect(await read('CreateNotebookInstance', document)).toEqual({
    NotebookInstanceName: 'a',
    VolumeSizeInGB: 7,
    Tags: [{ Key: 'k', Value: '' }],
  });
});

test('a name that would reach the prototype of objects does not', async () => {
  const input = await read(
    'CreateNotebookInstance',
    '{"__proto__":{"polluted":1},"NotebookInstanceName":"a"}',
  );
  expect(input['polluted']).toBeUndefined();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
