import { AppFailure } from '../../failure.ts';

/** The answer, or undefined when AWS says that there is no such thing. Every other failure goes on. */
export async function absent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'resource.notFound') return undefined;
    throw error;
  }
}
