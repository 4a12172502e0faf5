/** A tokenizer, even a small one, would cost every request more than routing it; this is only a hint. */
const SAMPLE_LENGTH = 256;
const CHARACTERS_PER_TOKEN = 4;
/** Chinese, Japanese, Korean, emoji: most characters are a token or nearly so. */
const TOKENS_PER_WIDE_CHARACTER = 0.8;
/** Digits and capitals: words are few tokens, but base64, hashes and tables of numbers are many. */
const TOKENS_PER_DENSE_CHARACTER = 0.55;
const LAST_CAPITAL = 90;
/** From here on scripts are not Latin, Greek or Cyrillic. */
const FIRST_WIDE_CODE = 0x590;
/** What an image costs at most providers, roughly; the exact rule differs by model. */
const TOKENS_PER_IMAGE = 800;
/** Base64 of a second of sound, at 32 tokens a second: uncompressed at least so much, compressed mostly. */
const CHARACTERS_PER_AUDIO_TOKEN = { plain: 667, compressed: 333 } as const;
const PLAIN_AUDIO = new Set<unknown>(['wav', 'pcm16']);
const TOKENS_PER_MESSAGE = 4;

/** Tokens of the messages together with `schemas`, i.e. tools and the form of the answer, estimated; at least 1. */
export function estimateTokens(messages: readonly unknown[], schemas: readonly unknown[]): number {
  let tokens = messages.length * TOKENS_PER_MESSAGE;
  for (const message of messages) tokens += countValue(message);
  for (const schema of schemas) tokens += countSchema(schema);
  return Math.max(1, tokens);
}

/** Tokens of one text, estimated. */
export function estimateTextTokens(text: string): number {
  if (text === '') return 0;
  // Spread over the whole text: its beginning is often a prompt in another language.
  const step = Math.ceil(text.length / SAMPLE_LENGTH);
  const sampled = Math.ceil(text.length / step);
  let wide = 0;
  let dense = 0;
  for (let index = 0; index < text.length; index += step) {
    const code = text.charCodeAt(index);
    // Small letters, which are most of them, pass by both.
    if (code <= LAST_CAPITAL) dense += Number(isDense(code));
    else if (code >= FIRST_WIDE_CODE) wide += 1;
  }
  const plain = sampled - wide - dense;
  const tokens =
    wide * TOKENS_PER_WIDE_CHARACTER + dense * TOKENS_PER_DENSE_CHARACTER + plain / CHARACTERS_PER_TOKEN;
  return Math.ceil((text.length * tokens) / sampled);
}

/** Of those up to Z: 0 to 9, A to Z. */
function isDense(code: number): boolean {
  return code >= 65 || (code >= 48 && code <= 57);
}

function countValue(value: unknown): number {
  if (typeof value === 'string') return estimateTextTokens(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countValue(item), 0);
  if ('image_url' in value) return TOKENS_PER_IMAGE;
  if ('input_audio' in value) return countAudio(value.input_audio);
  let tokens = 0;
  for (const [name, item] of Object.entries(value)) {
    if (name !== 'role' && name !== 'type') tokens += countValue(item);
  }
  return tokens;
}

/** In a schema most is said by the names of its fields. */
function countSchema(value: unknown): number {
  if (typeof value === 'string') return estimateTextTokens(value);
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'object') return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + countSchema(item), 0);
  let tokens = 0;
  for (const [name, item] of Object.entries(value))
    tokens += 1 + Math.ceil(name.length / CHARACTERS_PER_TOKEN) + countSchema(item);
  return tokens;
}

function countAudio(audio: unknown): number {
  if (typeof audio !== 'object' || audio === null || !('data' in audio) || typeof audio.data !== 'string')
    return 0;
  const isPlain = 'format' in audio && PLAIN_AUDIO.has(audio.format);
  const { plain, compressed } = CHARACTERS_PER_AUDIO_TOKEN;
  return Math.ceil(audio.data.length / (isPlain ? plain : compressed));
}
