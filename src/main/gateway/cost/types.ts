import type { CostSource, TokenUsage } from '../../../shared/domain/request';
import type { TracePrice } from '../../../shared/domain/route-trace';
import type { ChatRequest, RawUsage, UsageParts } from '../chat';
import type { Candidate } from '../route';
import type { NanoUsd } from '../types';

/** What the bound on a request's cost is made from. */
export type CostQuestion = Pick<
  ChatRequest,
  'inputTokens' | 'images' | 'maxOutputTokens' | 'choices' | 'needs' | 'keepsModel'
>;

/** Where a request is paid: a candidate without what routing alone asks. */
export type PaidPlace = Pick<Candidate, 'provider' | 'model' | 'key' | 'facts'>;

export interface Cost {
  /** `null`: unknown, which is never the same as 0. */
  readonly nanoUsd: NanoUsd | null;
  readonly source: CostSource;
}

export type UsedTokens = Pick<TokenUsage, 'input' | 'output' | 'cached' | 'reasoning' | 'estimated'> & {
  readonly parts?: UsageParts | undefined;
};

/** What requests may cost, did cost, and would have cost. Answers from memory; no method changes anything. */
export interface CostBook {
  /** True where nobody sends a bill: this machine, the demo, a plan already paid, a free tier that covers the model. */
  isFree(place: PaidPlace): boolean;
  /** The most a request can cost here; `null`: nothing is known of this provider's prices. */
  estimateCost(place: PaidPlace, request: CostQuestion): NanoUsd | null;
  /** `textLength`: characters of the answer, for what the provider did not count. */
  settleUsage(raw: RawUsage | null, inputTokens: number, textLength: number): TokenUsage;
  settleCost(place: PaidPlace, usage: TokenUsage, raw: RawUsage | null): Cost;
  /** The price list that `settleCost` goes by, for people; `null`: none is known. */
  priceOf(place: PaidPlace, inputTokens: number): TracePrice | null;
  /** These tokens at the dearest known rates of the provider: what a hard budget takes an unknown price for. */
  dearestCost(place: PaidPlace, usage: TokenUsage): NanoUsd | null;
  /** What the alias's dearest paid slot would have cost more; `null`: no alias, no paid slot, or `paid` unknown. */
  estimateSaved(aliasId: string | null, usage: TokenUsage, raw: RawUsage | null, paid: Cost): NanoUsd | null;
}
