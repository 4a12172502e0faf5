import { SpiderGateError } from '../../../src/main/gateway/errors';

/** What a refused call of a service throws. */
export function errorOf(work: () => unknown): SpiderGateError {
  try {
    work();
  } catch (error) {
    if (error instanceof SpiderGateError) return error;
    throw error;
  }
  throw new Error('expected a SpiderGateError');
}

/** `code param` of what it was refused with. */
export async function codeOf(task: Promise<unknown>): Promise<string> {
  try {
    await task;
    return 'fine';
  } catch (error) {
    return error instanceof SpiderGateError ? `${error.code} ${error.param}` : 'unexpected';
  }
}
