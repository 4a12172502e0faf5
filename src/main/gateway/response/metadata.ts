import type { CostSource } from '../../../shared/domain/request';
import type { RouteTrace } from '../../../shared/domain/route-trace';
import type { Candidate } from '../route';

export interface MetadataFacts {
  readonly requestId: string;
  readonly candidate: Candidate;
  readonly requested: string;
  readonly latencyMs: number;
  readonly costUsd: number | null;
  readonly costSource: CostSource;
  readonly isFallback: boolean;
  /** `null`: the caller did not ask for it. */
  readonly trace: RouteTrace | null;
}

/** What SpiderGate adds to an answer. Source: api.md, "Response". */
export function toMetadata(facts: MetadataFacts) {
  return {
    spidergate_metadata: {
      request_id: facts.requestId,
      provider: facts.candidate.provider.id,
      provider_model: facts.candidate.model,
      original_model: facts.requested,
      latency_ms: Math.round(facts.latencyMs * 10) / 10,
      cost_usd: facts.costUsd,
      cost_source: facts.costSource,
      cache_hit: false,
      fallback_used: facts.isFallback,
    },
    ...(facts.trace ? { route_trace: facts.trace } : {}),
  };
}

export function toFallbackHeaders(fallbackFrom: string | null): Readonly<Record<string, string>> {
  return fallbackFrom === null ? {} : { 'x-spidergate-fallback-from': toHeaderValue(fallbackFrom) };
}

/** A model id comes from the user; a header takes visible ASCII only. */
function toHeaderValue(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
