import type { Answer } from './behaviours';
import type { RecordedRequest } from './fake-request';

export const DEFAULT_TOKENS = 5;
const CREATED = 1_790_000_000;

/** The text of token `index`: `tok0`, ` tok1`, … */
export function tokenText(index: number): string {
  return index === 0 ? 'tok0' : ` tok${index}`;
}

/** The whole text of an answer of `count` tokens. */
export function answerText(count: number = DEFAULT_TOKENS): string {
  return Array.from({ length: count }, (_, index) => tokenText(index)).join('');
}

export function modelName(answer: Answer, request: RecordedRequest): string {
  return answer.servedModel ?? String(request.body.model ?? 'unknown');
}

export function usageOf(request: RecordedRequest, completionTokens: number): Record<string, unknown> {
  return {
    prompt_tokens: request.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: request.promptTokens + completionTokens,
  };
}

/** A `chat.completion` object. */
export function chatCompletion(answer: Answer, request: RecordedRequest): Record<string, unknown> {
  const count = answer.tokens ?? DEFAULT_TOKENS;
  const calls = answer.toolCalls?.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const message = calls
    ? { role: 'assistant', content: null, tool_calls: calls }
    : { role: 'assistant', content: answerText(count) };
  const finish = answer.finishReason === undefined ? (calls ? 'tool_calls' : 'stop') : answer.finishReason;
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: CREATED,
    model: modelName(answer, request),
    choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
    ...(answer.usage === 'none' ? {} : { usage: usageOf(request, count) }),
  };
}

/** A `chat.completion.chunk` object. */
export function chunk(
  answer: Answer,
  request: RecordedRequest,
  delta: Record<string, unknown>,
  finish: string | null = null,
): Record<string, unknown> {
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: CREATED,
    model: modelName(answer, request),
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
  };
}
