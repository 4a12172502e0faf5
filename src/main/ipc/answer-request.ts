import type { z } from 'zod';
import type { ApiError } from '../../shared/domain/event';
import { type IpcChannel, type IpcResponses, type IpcResult, ipcRequests } from '../../shared/ipc/contract';
import type { Log } from '../log/types';
import { type IpcHandlers, IpcRefusal } from './handler-types';

export interface AnswerParts {
  readonly handlers: IpcHandlers;
  /** Knows the errors of the services; `null` for anything unexpected. */
  readonly toApiError: (failure: unknown) => ApiError | null;
  readonly describeFailure: (failure: unknown) => Readonly<Record<string, unknown>>;
  readonly log: Log;
}

/** Parses, calls, wraps. Never throws: Electron would strip an error and leak its message. */
export async function answerRequest<C extends IpcChannel>(
  channel: C,
  request: unknown,
  parts: AnswerParts,
): Promise<IpcResult<IpcResponses[C]>> {
  const parsed = ipcRequests[channel].safeParse(request);
  if (!parsed.success) return { ok: false, error: describeIssue(parsed.error) };
  try {
    // The schema of this very channel has just produced it; TypeScript cannot follow the index.
    const handler = parts.handlers[channel] as (
      request: unknown,
    ) => IpcResponses[C] | Promise<IpcResponses[C]>;
    return { ok: true, value: await handler(parsed.data) };
  } catch (failure) {
    return { ok: false, error: describeRefusal(channel, failure, parts) };
  }
}

function describeRefusal(channel: IpcChannel, failure: unknown, parts: AnswerParts): ApiError {
  if (failure instanceof IpcRefusal) return failure.error;
  const known = parts.toApiError(failure);
  if (known) return known;
  parts.log.error({ channel, ...parts.describeFailure(failure) }, 'IPC request failed');
  return {
    message: 'Something went wrong inside SpiderGate. The log has the details.',
    type: 'server_error',
    param: null,
    code: 'internal_error',
  };
}

/** Names the first wrong field; zod's messages hold no values. */
function describeIssue(error: z.ZodError): ApiError {
  const issue = error.issues[0];
  const param = issue?.path.join('.') ?? '';
  const message = issue?.message ?? 'is not valid';
  return {
    message: param ? `${param}: ${message}` : message,
    type: 'invalid_request_error',
    param: param || null,
    code: 'invalid_request_error',
  };
}
