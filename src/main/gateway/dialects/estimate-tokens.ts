/** A tokenizer, even a small one, would cost every request more than routing it; this is only a hint. */
const SAMPLE_LENGTH = 256;
const CHARACTERS_PER_TOKEN = 4;
/** Chinese, Japanese, Korean, emoji: most characters are a token or nearly so. */
const TOKENS_PER_WIDE_CHARACTER = 0.8;
/** From here on scripts are not Latin, Greek or Cyrillic. */
const FIRST_WIDE_CODE = 0x590;
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
  const sampled = Math.min(text.length, SAMPLE_LENGTH);
  if (sampled === 0) return 0;
  // Spread over the whole text: its beginning is often a prompt in another language.
  const step = text.length / sampled;
  let wide = 0;
  for (let index = 0; index < sampled; index += 1) {
    if (text.charCodeAt(Math.floor(index * step)) >= FIRST_WIDE_CODE) wide += 1;
  }
  const share = wide / sampled;
  return Math.ceil(text.length * (share * TOKENS_PER_WIDE_CHARACTER + (1 - share) / CHARACTERS_PER_TOKEN));
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
