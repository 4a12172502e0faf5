import type { Capability, ModelPrice } from '../../gateway/types';
import { isFreeOfCharge, toPrice } from '../price';
import type { SeenModel } from '../types';
import { asList, asNumber, asText, asTexts, asTokens, field } from './json-fields';

export interface ModelListAnswer {
  readonly models: readonly SeenModel[];
  /** False when the provider has more than it has shown. */
  readonly isComplete: boolean;
}

const LONGEST_ID = 200;

/** What lists name beside models that talk or embed. Guards and coders stay. */
const OTHER_TRADE =
  /(?:^|[-_/.])(?:whisper|tts|dall-e|imagen|veo|sora|lyria|moderation|realtime|transcribe|aqa|rerank(?:er)?|flux|stable-diffusion|ocr)(?:[-_/.\d]|$)|gpt-image/i;
const EMBEDS = /embed|(?:^|\/)bge-|(?:^|\/)gte-|(?:^|\/)e5-/i;
const OTHER_TYPE = /image|audio|video|speech|transcri|moderation|rerank/i;

/** How a provider writes its prices down, where that is known for sure: a wrong unit would be wrong by a million. */
const PRICE_READERS: ReadonlyMap<string, (entry: unknown) => ModelPrice | null> = new Map([
  ['openrouter', perToken],
  ['kilo', perToken],
  ['together', (entry) => perMillion(field(entry, 'pricing'), 'input', 'output', 'cached_input')],
  [
    'deepinfra',
    (entry) =>
      perMillion(field(entry, 'metadata', 'pricing'), 'input_tokens', 'output_tokens', 'cache_read_tokens'),
  ],
]);

/**
 * Reads the answer to `GET /models`: OpenAI's `{data: […]}`, a bare array (Together), `{models: […]}` (Google's own,
 * Ollama). `null` when it is not a list of models at all.
 */
export function readModelList(provider: string, body: unknown): ModelListAnswer | null {
  const entries = asList(body) ?? asList(field(body, 'data')) ?? asList(field(body, 'models'));
  if (entries === null) return null;
  const isOne = (entry: unknown) => readId(entry) !== null;
  if (entries.length > 0 && !entries.some(isOne)) return null;
  const models = entries.flatMap((entry) => readEntry(provider, entry) ?? []);
  const isComplete = field(body, 'has_more') !== true && !asText(field(body, 'nextPageToken'));
  return { models: [...new Map(models.map((model) => [model.model, model])).values()], isComplete };
}

function readId(entry: unknown): string | null {
  const id = asText(field(entry, 'id')) ?? asText(field(entry, 'name')) ?? asText(field(entry, 'model'));
  if (id === null || id.length > LONGEST_ID || !/^[\x21-\x7e]+$/.test(id)) return null;
  // Google's names are paths.
  return id.replace(/^models\//, '') || null;
}

function readEntry(provider: string, entry: unknown): SeenModel | null {
  const id = readId(entry);
  if (id === null || isOtherTrade(id, entry)) return null;
  const embeds = isEmbedding(id, entry);
  return {
    model: id,
    contextWindow: asTokens(
      field(entry, 'context_window'),
      field(entry, 'context_length'),
      field(entry, 'max_context_length'),
      field(entry, 'max_model_len'),
      field(entry, 'inputTokenLimit'),
      field(entry, 'metadata', 'context_length'),
    ),
    maxOutputTokens: asTokens(
      field(entry, 'max_completion_tokens'),
      field(entry, 'max_output_tokens'),
      field(entry, 'max_output_length'),
      field(entry, 'outputTokenLimit'),
      field(entry, 'top_provider', 'max_completion_tokens'),
      field(entry, 'metadata', 'max_tokens'),
    ),
    capabilities: embeds ? ['embeddings'] : readCapabilities(entry),
    price: readPrice(provider, id, entry),
  };
}

function isOtherTrade(id: string, entry: unknown): boolean {
  if (field(entry, 'active') === false || OTHER_TYPE.test(asText(field(entry, 'type')) ?? '')) return true;
  if (field(entry, 'capabilities', 'completion_chat') === false && !isEmbedding(id, entry)) return true;
  const output = asTexts(field(entry, 'architecture', 'output_modalities'));
  if (output !== null && !output.includes('text') && !output.includes('embeddings')) return true;
  return OTHER_TRADE.test(id);
}

function isEmbedding(id: string, entry: unknown): boolean {
  const type = asText(field(entry, 'type'));
  return type === 'embedding' || (type !== 'chat' && EMBEDS.test(id));
}

/** `null` unless the list says whether the model takes tools: half an answer would make routing pass models over. */
function readCapabilities(entry: unknown): readonly Capability[] | null {
  return readParameters(entry) ?? readFlags(entry);
}

/** OpenRouter and those who copied it (Kilo, Chutes). */
function readParameters(entry: unknown): readonly Capability[] | null {
  const names = asTexts(field(entry, 'supported_parameters')) ?? asTexts(field(entry, 'supported_features'));
  const input =
    asTexts(field(entry, 'architecture', 'input_modalities')) ?? asTexts(field(entry, 'input_modalities'));
  if (names === null || input === null) return null;
  const has = (...any: readonly string[]) => any.some((name) => names.includes(name));
  return collect({
    tools: has('tools'),
    json: has('response_format', 'structured_outputs', 'json_mode'),
    vision: input.includes('image'),
    audio: input.includes('audio'),
    reasoning: has('reasoning', 'include_reasoning'),
  });
}

/** Mistral; Fireworks says the same in other words. */
function readFlags(entry: unknown): readonly Capability[] | null {
  const flags = field(entry, 'capabilities');
  const tools = field(flags, 'function_calling') ?? field(entry, 'supports_tools');
  const vision = field(flags, 'vision') ?? field(entry, 'supports_image_input');
  if (typeof tools !== 'boolean' || typeof vision !== 'boolean') return null;
  return collect({
    tools,
    json: true,
    vision,
    audio: field(flags, 'audio') === true,
    reasoning: field(flags, 'reasoning') === true,
  });
}

function collect(has: Readonly<Record<Exclude<Capability, 'embeddings'>, boolean>>): readonly Capability[] {
  const order = ['tools', 'json', 'vision', 'audio', 'reasoning'] as const;
  return order.filter((name) => has[name]);
}

/** No price at all is believed only of a model that calls itself free. */
function readPrice(provider: string, id: string, entry: unknown): ModelPrice | null {
  const price = PRICE_READERS.get(provider)?.(entry) ?? null;
  return isFreeOfCharge(price) && !id.endsWith(':free') && id !== 'openrouter/free' ? null : price;
}

function perToken(entry: unknown): ModelPrice | null {
  const read = (name: string) => {
    const usd = asNumber(field(entry, 'pricing', name));
    return usd === null ? null : usd * 1e6;
  };
  return toPrice({
    input: read('prompt'),
    output: read('completion'),
    cached: read('input_cache_read'),
    cacheWrite: read('input_cache_write'),
    reasoning: read('internal_reasoning'),
    audioInput: read('audio'),
    perRequest: asNumber(field(entry, 'pricing', 'request')),
  });
}

function perMillion(prices: unknown, input: string, output: string, cached: string): ModelPrice | null {
  return toPrice({
    input: asNumber(field(prices, input)),
    output: asNumber(field(prices, output)),
    cached: asNumber(field(prices, cached)),
  });
}
