import type { ModelPrice, NanoUsd } from '../types';
import { type Ceiling, findCeiling, type PartsInPlay, priceCeiling } from './price-tokens';
import type { CostQuestion, PaidPlace } from './types';

/**
 * The estimate of input tokens is made for speed (four small letters a token, 800 tokens an image). Twice that covers
 * code, JSON, every script, base64, numbers and sound.
 */
const INPUT_SAFETY = 2;
/** What the largest images cost beyond that: 4,784 tokens each at Anthropic, the dearest but one. */
const MORE_PER_IMAGE = 3_200;
/** This one counts every image 33 times: eight tiles of 5,667 tokens, and 2,833 for the whole. */
const DEAR_IMAGES = /(?:^|\/)gpt-4o-mini\b/;
const MORE_PER_DEAR_IMAGE = 48_169;
/** What a provider's own template puts around any conversation, and around tools. Tokens. */
const TEMPLATE_TOKENS = 16;
const TOOLS_TOKENS = 600;
/** The largest answer where neither the caller, the provider nor the catalog limits it. */
const DEFAULT_ANSWER_TOKENS = 16_384;

/** Upper bound of the cost at this price; `dearest` holds where the price is not known. */
export function boundCost(
  place: PaidPlace,
  request: CostQuestion,
  dearest: (provider: string) => Ceiling | null,
): NanoUsd | null {
  const input = boundInput(request) + boundImages(place, request);
  const price = place.facts?.price ?? null;
  const ceiling =
    price === null ? dearest(place.provider.id) : findCeiling(price, input, partsInPlay(request.needs));
  return ceiling && priceCeiling(ceiling, input, boundOutput(place, request));
}

function boundInput({ inputTokens, needs }: CostQuestion): number {
  return inputTokens * INPUT_SAFETY + TEMPLATE_TOKENS + (needs.includes('tools') ? TOOLS_TOKENS : 0);
}

function boundImages({ model }: PaidPlace, { images }: CostQuestion): number {
  if (!images) return 0;
  return images * (DEAR_IMAGES.test(model) ? MORE_PER_DEAR_IMAGE : MORE_PER_IMAGE);
}

function boundOutput({ provider, facts }: PaidPlace, request: CostQuestion): number {
  // Vectors are not charged as output.
  if (request.keepsModel) return 0;
  const limit =
    request.maxOutputTokens ??
    provider.quirks.defaultMaxTokens ??
    facts?.maxOutputTokens ??
    Math.min(DEFAULT_ANSWER_TOKENS, facts?.contextWindow ?? DEFAULT_ANSWER_TOKENS);
  return limit * request.choices;
}

function partsInPlay(needs: CostQuestion['needs']): PartsInPlay {
  return { audio: needs.includes('audio'), image: needs.includes('vision') };
}

/** The dearest rates of several prices, each for itself; `null` where there is none. */
export function combineCeilings(prices: readonly ModelPrice[]): Ceiling | null {
  const all = prices.map((price) =>
    findCeiling(price, Number.POSITIVE_INFINITY, { audio: true, image: true }),
  );
  if (all.length === 0) return null;
  return {
    inputPerMillion: Math.max(...all.map(({ inputPerMillion }) => inputPerMillion)),
    outputPerMillion: Math.max(...all.map(({ outputPerMillion }) => outputPerMillion)),
    perRequest: Math.max(...all.map(({ perRequest }) => perRequest)),
  };
}
