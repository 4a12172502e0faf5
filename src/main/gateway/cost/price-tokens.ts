import type { TracePrice } from '../../../shared/domain/route-trace';
import type { ModelPrice, NanoUsd, PriceTier, TokenRates } from '../types';
import type { UsedTokens } from './types';

const TOKENS = 1e6;
const NANO = 1e9;

/** What these tokens cost by a price list. Every token is charged once, at the rate of what it is. */
export function priceTokens(price: ModelPrice, usage: UsedTokens): NanoUsd {
  const tier = findTier(price, usage.input);
  const rate = (name: PartRate, whole: number) => partRate(price, tier, name, whole);
  const { inputPerMillion, outputPerMillion } = tier ?? price;
  const { parts } = usage;
  let sum = 0;
  let left = usage.input;
  const charge = (count: number, perMillion: number) => {
    const charged = Math.min(count, left);
    left -= charged;
    sum += charged * perMillion;
  };
  // OpenAI-style input contains all of these. Source: routing.md, "Cost".
  if (usage.cached > 0) charge(usage.cached, rate('cachedInputPerMillion', inputPerMillion));
  if (parts) {
    charge(parts.cacheWrite, rate('cacheWritePerMillion', inputPerMillion));
    charge(parts.audioInput, rate('audioInputPerMillion', inputPerMillion));
    charge(parts.imageInput, rate('imageInputPerMillion', inputPerMillion));
  }
  charge(left, inputPerMillion);
  left = usage.output;
  if (parts) charge(parts.audioOutput, rate('audioOutputPerMillion', outputPerMillion));
  if (usage.reasoning > 0) charge(usage.reasoning, rate('reasoningPerMillion', outputPerMillion));
  charge(left, outputPerMillion);
  return toNano(Math.round(sum / TOKENS) + (price.perRequest ?? 0));
}

/** The rates that hold for so much input, in USD. */
export function showPrice(price: ModelPrice, inputTokens: number): TracePrice {
  const tier = findTier(price, inputTokens);
  const { inputPerMillion, outputPerMillion } = tier ?? price;
  const cached = partRate(price, tier, 'cachedInputPerMillion', inputPerMillion);
  const reasoning = partRate(price, tier, 'reasoningPerMillion', outputPerMillion);
  return {
    input: inputPerMillion / NANO,
    output: outputPerMillion / NANO,
    cached: cached === inputPerMillion ? null : cached / NANO,
    reasoning: reasoning === outputPerMillion ? null : reasoning / NANO,
    request: (price.perRequest ?? 0) / NANO,
  };
}

/** The rates that no part of a request can exceed. */
export interface Ceiling {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly perRequest: number;
}

/** `needs` a part has to have to be charged at all; what nobody sends cannot cost anything. */
export interface PartsInPlay {
  readonly audio: boolean;
  readonly image: boolean;
}

/** The dearest rates of a price for input up to `inputTokens`, tiers included. */
export function findCeiling(price: ModelPrice, inputTokens: number, parts: PartsInPlay): Ceiling {
  let input = dearestInput(price, null, parts);
  let output = dearestOutput(price, null);
  for (const tier of price.tiers ?? []) {
    if (inputTokens <= tier.aboveInputTokens) continue;
    input = Math.max(input, dearestInput(price, tier, parts));
    output = Math.max(output, dearestOutput(price, tier));
  }
  return { inputPerMillion: input, outputPerMillion: output, perRequest: price.perRequest ?? 0 };
}

/** Rounded up: a bound must not be below what it bounds. */
export function priceCeiling(ceiling: Ceiling, inputTokens: number, outputTokens: number): NanoUsd {
  const sum = inputTokens * ceiling.inputPerMillion + outputTokens * ceiling.outputPerMillion;
  return toNano(Math.ceil(sum / TOKENS) + ceiling.perRequest);
}

type PartRate = Exclude<keyof TokenRates, 'inputPerMillion' | 'outputPerMillion'>;

function findTier({ tiers }: ModelPrice, inputTokens: number): PriceTier | null {
  let found: PriceTier | null = null;
  for (const tier of tiers ?? []) if (inputTokens > tier.aboveInputTokens) found = tier;
  return found;
}

/** A tier that says nothing of a part charges it no less than the base does, nor than its own whole. */
function partRate(price: ModelPrice, tier: PriceTier | null, name: PartRate, whole: number): number {
  const own = (tier ?? price)[name];
  if (own !== undefined) return own;
  return tier === null ? whole : Math.max(price[name] ?? 0, whole);
}

function dearestInput(price: ModelPrice, tier: PriceTier | null, { audio, image }: PartsInPlay): number {
  const { inputPerMillion: whole } = tier ?? price;
  const rate = (name: PartRate) => partRate(price, tier, name, whole);
  return Math.max(
    whole,
    rate('cachedInputPerMillion'),
    rate('cacheWritePerMillion'),
    audio ? rate('audioInputPerMillion') : 0,
    image ? rate('imageInputPerMillion') : 0,
  );
}

function dearestOutput(price: ModelPrice, tier: PriceTier | null): number {
  const { outputPerMillion: whole } = tier ?? price;
  const rate = (name: PartRate) => partRate(price, tier, name, whole);
  return Math.max(whole, rate('reasoningPerMillion'), rate('audioOutputPerMillion'));
}

function toNano(amount: number): NanoUsd {
  return Math.min(amount, Number.MAX_SAFE_INTEGER);
}
