import { estimateTokenCount } from 'tokenx';

/** Long texts are sampled: counting a megabyte on every request would cost more than routing it. */
const SAMPLE_LENGTH = 4096;
/** What an image costs at most providers, roughly; the exact rule differs by model. */
const TOKENS_PER_IMAGE = 800;
const TOKENS_PER_MESSAGE = 4;

/** Tokens of the messages and tools together, estimated; at least 1. */
export function estimateTokens(messages: readonly unknown[], tools: readonly unknown[]): number {
  let tokens = messages.length * TOKENS_PER_MESSAGE;
  for (const message of messages) tokens += countValue(message);
  for (const tool of tools) tokens += countValue(tool);
  return Math.max(1, tokens);
}

/** Tokens of one text, estimated. */
export function estimateTextTokens(text: string): number {
  if (text.length <= SAMPLE_LENGTH) return estimateTokenCount(text);
  return Math.ceil((estimateTokenCount(text.slice(0, SAMPLE_LENGTH)) * text.length) / SAMPLE_LENGTH);
}

function countValue(value: unknown): number {
  if (typeof value === 'string') return estimateTextTokens(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countValue(item), 0);
  if ('image_url' in value || 'input_audio' in value) return TOKENS_PER_IMAGE;
  let tokens = 0;
  for (const [name, item] of Object.entries(value)) {
    if (name !== 'role' && name !== 'type') tokens += countValue(item);
  }
  return tokens;
}
