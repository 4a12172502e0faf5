import type { JsonObject } from '../../chat';

const LENGTH = 9;
const SHORT = /^[A-Za-z0-9]{9}$/;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Gives a message's tool calls ids of nine letters and digits, and nothing but their own fields. The same id always
 * becomes the same one, so that a call and its answer still belong together. Source: providers.json, Mistral.
 */
export function shortenToolCallIds(message: Record<string, unknown>): void {
  if (typeof message.tool_call_id === 'string') message.tool_call_id = toShortId(message.tool_call_id);
  if (Array.isArray(message.tool_calls)) message.tool_calls = message.tool_calls.map(shortenCall);
}

function shortenCall(call: JsonObject): JsonObject {
  if (typeof call?.id !== 'string') return call;
  return { id: toShortId(call.id), type: call.type, function: call.function };
}

function toShortId(id: string): string {
  if (SHORT.test(id)) return id;
  let state = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) state = mix(state ^ id.charCodeAt(index));
  let short = '';
  for (let index = 0; index < LENGTH; index += 1) {
    state = mix(state + index);
    short += DIGITS[state % DIGITS.length];
  }
  return short;
}

/** One round of a 32-bit mixing function; not a secret depends on it. */
function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  const twice = Math.imul(once ^ (once >>> 16), 0x45d9f3b);
  return (twice ^ (twice >>> 16)) >>> 0;
}
