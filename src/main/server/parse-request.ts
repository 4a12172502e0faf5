import type { z } from 'zod';
import { SpiderGateError } from '../gateway/errors';

/** Throws `invalid_request_error` that names the first wrong field. Values are never repeated: they may be secrets. */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue
    ? toError(issue, value)
    : new SpiderGateError('invalid_request_error', 'The request is not valid.');
}

function toError(issue: z.core.$ZodIssue, value: unknown): SpiderGateError {
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...extra].join('.');
  const message = describe(issue, value);
  return new SpiderGateError(
    'invalid_request_error',
    path ? `${path} ${message}.` : `The request ${message}.`,
    {
      param: path || undefined,
    },
  );
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return 'is not known here';
  if (issue.code === 'invalid_type' && isMissing(issue.path, value)) return 'is missing';
  const message = issue.message.replace(/\.$/, '');
  // Our own messages are written to follow a field name; zod's are whole sentences.
  return /^(?:Invalid|Too|Unrecognized)/.test(message) ? `is wrong: ${message}` : message;
}

function isMissing(path: readonly PropertyKey[], value: unknown): boolean {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return true;
    current = Reflect.get(current, part);
  }
  return current === undefined;
}
