import type { LogFields } from './types';

/** What a log line may say about something that was thrown: its kind, its code, its message and where. The log scrubs the message. */
export function describeFailure(failure: unknown): LogFields {
  if (!(failure instanceof Error)) return { failure: typeof failure };
  return {
    failure: failure.name,
    reason: failure.message,
    ...('code' in failure && typeof failure.code === 'string' ? { code: failure.code } : {}),
    at: framesOf(failure),
  };
}

function framesOf(failure: Error): readonly string[] {
  const lines = failure.stack?.split('\n') ?? [];
  return lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 12);
}
