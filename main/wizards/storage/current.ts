/** The way back from parameters of a bucket's stack to the answers that they stand for. */
import type { Answers } from '../../../preload/contract/wizard.ts';
import { defaultsOf } from '../questions.ts';
import { StorageAnswers } from './answers.ts';

/** `parameters`: of a stack made of the storage template, all of them. A move that is off keeps its usual days. */
export function answersOfStorage(parameters: Record<string, string>): Answers {
  const days = (name: string) => Number(parameters[name] ?? '0');
  const [infrequent, glacier] = [days('ToInfrequentAccessAfterDays'), days('ToGlacierAfterDays')];
  const usual = defaultsOf(StorageAnswers) as unknown as StorageAnswers;
  return {
    name: parameters['BucketName'] ?? '',
    old: {
      infrequent: infrequent > 0,
      infrequentDays: infrequent > 0 ? infrequent : usual.old.infrequentDays,
      glacier: glacier > 0,
      glacierDays: glacier > 0 ? glacier : usual.old.glacierDays,
    },
  };
}
