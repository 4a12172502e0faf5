import { messages } from './messages';

/** The parts of a zod issue that decide how it is worded. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly minimum?: unknown;
}

/** An empty field is said to be needed, not to be "too small". */
export function describeIssue(issue: Issue): string {
  return issue.code === 'too_small' && issue.minimum === 1 ? messages.errors.required : issue.message;
}
