import { z } from 'zod';
import type { SlotTier } from '../../shared/domain/alias';
import type { AliasDefinition, Capability, ModelFacts } from '../gateway/types';
import data from './aliases.json';

const slot = z.object({
  provider: z.string(),
  model: z.string(),
  tier: z.enum(['free', 'paid', 'subscription', 'local', 'free|paid']),
  contextWindow: z.number().nullish(),
  maxInputTokens: z.number().nullish(),
  input: z.array(z.string()).nullish(),
  reasoning: z.boolean().nullish(),
  usdPerM: z.tuple([z.number(), z.number()]).nullish(),
});
type SlotData = z.output<typeof slot>;

const alias = z.object({ id: z.string(), description: z.string(), chain: z.array(slot) });
const aliases = z.array(alias).parse(data.aliases);

/** Live agents would rather wait a moment at one model; for workers the next one is as good. */
const PATIENCE_MS = { agent: 2500, other: 0 } as const;

/** How an alias behaves when nobody has said otherwise. */
export function defaultTemper(aliasId: string) {
  return {
    stream_safety: 'live',
    patience_ms: aliasId.startsWith('agent/') ? PATIENCE_MS.agent : PATIENCE_MS.other,
    first_token_ms: 10_000,
    max_attempts: 12,
  } as const;
}

export const embeddedAliases: readonly (AliasDefinition & { readonly description: string })[] = aliases.map(
  ({ id, description, chain }) => ({
    id,
    description,
    ...defaultTemper(id),
    slots: chain.map(({ provider, model }) => ({ provider, model, keyId: null, enabled: true })),
  }),
);

/** What the chains say about their models; one entry per (provider, model). */
export const embeddedModels: readonly ModelFacts[] = [
  ...new Map(
    aliases
      .flatMap(({ chain }) => chain)
      .map((entry) => [`${entry.provider}/${entry.model}`, toFacts(entry)]),
  ).values(),
];

function toFacts(entry: SlotData): ModelFacts {
  const [input, output] = entry.usdPerM ?? [];
  return {
    provider: entry.provider,
    model: entry.model,
    contextWindow: entry.contextWindow ?? null,
    maxOutputTokens: null,
    maxInputTokens: entry.maxInputTokens ?? null,
    capabilities: toCapabilities(entry),
    price:
      input === undefined || output === undefined
        ? null
        : { inputPerMillion: toNanoUsd(input), outputPerMillion: toNanoUsd(output) },
    tier: toTier(entry.tier),
  };
}

function toCapabilities(entry: SlotData): readonly Capability[] | null {
  if (!entry.input) return null;
  return [
    ...(entry.input.includes('image') ? (['vision'] as const) : []),
    ...(entry.input.includes('audio') ? (['audio'] as const) : []),
    ...(entry.reasoning ? (['reasoning'] as const) : []),
  ];
}

/** `free|paid` depends on the account; it counts as free until a bill says otherwise. */
function toTier(tier: SlotData['tier']): SlotTier {
  return tier === 'free|paid' ? 'free' : tier;
}

function toNanoUsd(usd: number): number {
  return Math.round(usd * 1e9);
}
