import type { ApiError } from './event';
import type { RequestDetail } from './request';

/** What came of a request that the owner made to see where it goes. */
export interface TestRun {
  /** The text of the answer; `null` where there is none, as for vectors. */
  readonly answer: string | null;
  /** How many numbers the vector has; `null` for answers in words. */
  readonly dimensions: number | null;
  readonly error: ApiError | null;
  /** As the log has it, with its trace; `null`: turned away before there was anything to log. */
  readonly request: RequestDetail | null;
}
