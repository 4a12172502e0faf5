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
