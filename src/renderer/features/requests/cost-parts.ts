import type { TokenUsage } from '../../../shared/domain/request';
import type { TracePrice } from '../../../shared/domain/route-trace';

export interface CostPart {
  readonly kind: 'input' | 'cached' | 'output' | 'reasoning' | 'request' | 'other';
  /** `null` where it is not by tokens. */
  readonly tokens: number | null;
  readonly perMillion: number | null;
  readonly usd: number;
}

/** Less than this is what rounding leaves. USD. */
const NOTHING = 1e-9;

/** Which tokens at which price: adds up to what was charged. Every token is in one part only. */
export function listCostParts(usage: TokenUsage, price: TracePrice, chargedUsd: number): readonly CostPart[] {
  const cached = price.cached === null ? 0 : Math.min(usage.cached, usage.input);
  const reasoning = price.reasoning === null ? 0 : Math.min(usage.reasoning, usage.output);
  const parts = [
    byTokens('input', usage.input - cached, price.input),
    byTokens('cached', cached, price.cached ?? 0),
    byTokens('output', usage.output - reasoning, price.output),
    byTokens('reasoning', reasoning, price.reasoning ?? 0),
    { kind: 'request', tokens: null, perMillion: null, usd: price.request },
  ] as const satisfies readonly CostPart[];
  const rest = chargedUsd - parts.reduce((sum, part) => sum + part.usd, 0);
  const other: CostPart = { kind: 'other', tokens: null, perMillion: null, usd: rest };
  return [
    ...parts.filter(({ kind, tokens, usd }) => kind === 'input' || (tokens ?? 0) > 0 || usd > 0),
    ...(Math.abs(rest) > NOTHING ? [other] : []),
  ];
}

function byTokens<Kind extends CostPart['kind']>(kind: Kind, tokens: number, perMillion: number) {
  return { kind, tokens, perMillion, usd: (tokens / 1e6) * perMillion };
}
