import type { TokenUsage } from '../../../shared/domain/request';
import type { RawUsage } from '../chat';
import type { Candidate } from '../route';
import type { NanoUsd } from '../types';

const CHARACTERS_PER_TOKEN = 4;

/** The provider's own count, or an estimate where it gave none. */
export function settleUsage(raw: RawUsage | null, inputTokens: number, textLength: number): TokenUsage {
  if (raw) {
    const { input, output, cached, reasoning } = raw;
    return { input, output, cached, reasoning, estimated: false };
  }
  return {
    input: inputTokens,
    output: Math.ceil(textLength / CHARACTERS_PER_TOKEN),
    cached: 0,
    reasoning: 0,
    estimated: true,
  };
}

/** What the answer cost; `null` when no price is known. An upstream's own figure beats a computed one. */
export function settleCost(candidate: Candidate, usage: TokenUsage, raw: RawUsage | null): NanoUsd | null {
  if (candidate.provider.kind === 'local' || candidate.provider.kind === 'builtin') return 0;
  if (raw?.costUsd != null) return Math.round(raw.costUsd * 1e9);
  const { facts } = candidate;
  if (facts?.price) {
    const { inputPerMillion, outputPerMillion, cachedInputPerMillion = inputPerMillion } = facts.price;
    // OpenAI-style input contains the cached part. Source: routing.md, "Cost".
    const cached = Math.min(usage.cached, usage.input);
    const input = (usage.input - cached) * inputPerMillion + cached * cachedInputPerMillion;
    return Math.round((input + usage.output * outputPerMillion) / 1e6);
  }
  return facts?.tier === 'free' || facts?.tier === 'local' ? 0 : null;
}

export function toUsd(nano: NanoUsd | null): number | null {
  return nano === null ? null : nano / 1e9;
}
