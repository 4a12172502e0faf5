import type { JsonObject, RawUsage, UsageParts } from '../../chat';

/** More than any context window; beyond this a number is not a count. */
const MOST_TOKENS = 1e9;
/** xAI's unit, so that no fraction of a cent is lost. */
const TICKS_PER_USD = 1e10;

const NO_DETAILS: JsonObject = {};

/** OpenAI's usage object in the forms it is met in; `null` when there is none. */
export function readUsage(body: JsonObject): RawUsage | null {
  const usage = isObject(body.usage) ? body.usage : isObject(body.x_groq) ? body.x_groq.usage : null;
  if (!isObject(usage)) return null;
  const input = toCount(usage.prompt_tokens ?? usage.input_tokens);
  const output = toCount(usage.completion_tokens ?? usage.output_tokens);
  if (input === null && output === null) return null;
  const inputDetails = detailsOf(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const outputDetails = detailsOf(usage.completion_tokens_details ?? usage.output_tokens_details);
  const cached =
    toCount(inputDetails.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cache_read_input_tokens) ??
    0;
  const cacheWrite = toCount(inputDetails.cache_write_tokens ?? usage.cache_creation_input_tokens) ?? 0;
  const beside = Math.max(0, (toCount(usage.total_tokens) ?? 0) - (input ?? 0) - (output ?? 0));
  const outside = countOutside(usage, beside, cached, cacheWrite);
  // Google's and xAI's thoughts are counted beside the answer instead of in it, or only in the total.
  const thoughts = usage.prompt_tokens === undefined || outside > 0 ? 0 : beside;
  const parts = toParts(cacheWrite, inputDetails, outputDetails);
  return {
    input: (input ?? 0) + outside,
    output: (output ?? 0) + thoughts,
    cached,
    reasoning: toCount(outputDetails.reasoning_tokens) ?? thoughts,
    costUsd: readCost(usage),
    ...(parts ? { parts } : {}),
  };
}

/** Input that the input leaves out: Anthropic's cache, and any whose total shows it. Source: routing.md, "Cost". */
function countOutside(usage: JsonObject, beside: number, cached: number, cacheWrite: number): number {
  if (usage.prompt_tokens !== undefined) return beside === cached ? cached : 0;
  const isAnthropic =
    usage.cache_read_input_tokens !== undefined || usage.cache_creation_input_tokens !== undefined;
  return isAnthropic ? cached + cacheWrite : 0;
}

function toParts(cacheWrite: number, input: JsonObject, output: JsonObject): UsageParts | null {
  const audioInput = toCount(input.audio_tokens) ?? 0;
  const imageInput = toCount(input.image_tokens) ?? 0;
  const audioOutput = toCount(output.audio_tokens) ?? 0;
  if (cacheWrite + audioInput + imageInput + audioOutput === 0) return null;
  return { cacheWrite, audioInput, imageInput, audioOutput };
}

/**
 * The upstream's own price in USD: OpenRouter and its like a number, beside which stands what the account's own key was
 * charged elsewhere; Perplexity a breakdown; xAI ticks; DeepInfra what it calls an estimate.
 */
function readCost(usage: JsonObject): number | null {
  if (typeof usage.cost === 'number') {
    const elsewhere = usage.is_byok === true ? detailsOf(usage.cost_details).upstream_inference_cost : 0;
    return toUsd(usage.cost + (toUsd(elsewhere) ?? 0));
  }
  if (isObject(usage.cost)) return toUsd(usage.cost.total_cost);
  const ticks = toUsd(usage.cost_in_usd_ticks);
  return ticks === null ? toUsd(usage.estimated_cost) : ticks / TICKS_PER_USD;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function detailsOf(value: unknown): JsonObject {
  return isObject(value) ? value : NO_DETAILS;
}

function toUsd(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function toCount(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= MOST_TOKENS ? Math.round(value) : null;
}
