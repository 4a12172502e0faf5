import type { AnswerReading, ChunkReading, JsonObject } from '../../chat';
import { isObject, readUsage } from './read-usage';

/** Reads a whole JSON answer; `null` when it is not one (an error object, no choices, not an object). */
export function readAnswer(body: unknown): AnswerReading | null {
  if (!isObject(body) || hasError(body) || !Array.isArray(body.choices) || body.choices.length === 0)
    return null;
  let textLength = 0;
  for (const choice of body.choices) {
    const message = isObject(choice) && isObject(choice.message) ? choice.message : null;
    if (message === null || hasFailed(choice)) return null;
    textLength += measureText(message);
  }
  return { body, usage: readUsage(body), textLength };
}

/** Reads one chunk of a stream. Throws SyntaxError when the data is not JSON. */
export function readChunk(data: string): ChunkReading {
  const chunk: unknown = JSON.parse(data);
  if (!isObject(chunk)) throw new SyntaxError('a chunk must be an object');
  const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
  let kind: ChunkReading['kind'] = hasError(chunk) ? 'error' : 'other';
  let finished = false;
  let textLength = 0;
  for (const choice of choices) {
    if (!isObject(choice)) continue;
    if (hasError(choice) || hasFailed(choice)) kind = 'error';
    if (typeof choice.finish_reason === 'string') finished = true;
    if (!isObject(choice.delta)) continue;
    const length = measureText(choice.delta);
    textLength += length;
    if (kind === 'other' && (length > 0 || hasToolCall(choice.delta))) kind = 'delta';
  }
  const usage = readUsage(chunk);
  if (kind === 'other' && usage !== null && choices.length === 0) kind = 'usage_only';
  return { kind, finished, usage, textLength, chunk };
}

const TEXT_FIELDS = ['content', 'refusal', 'reasoning', 'reasoning_content'] as const;

function measureText(message: JsonObject): number {
  let length = 0;
  for (const field of TEXT_FIELDS) {
    const text = message[field];
    if (typeof text === 'string') length += text.length;
    else if (Array.isArray(text) && text.length > 0) length += JSON.stringify(text).length;
  }
  if (hasToolCall(message)) length += JSON.stringify(message.tool_calls ?? message.function_call).length;
  return length;
}

function hasToolCall(message: JsonObject): boolean {
  return (
    (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) || isObject(message.function_call)
  );
}

/** OpenRouter and its like end an answer like this when what they pass on broke off. */
function hasFailed(choice: JsonObject): boolean {
  return choice.finish_reason === 'error';
}

function hasError(value: JsonObject): boolean {
  return value.error !== undefined && value.error !== null;
}
