import { z } from 'zod';
import type { SlotTier } from '../../shared/domain/alias';
import type { AliasDefinition, Capability, ModelFacts } from '../gateway/types';
import data from './aliases.json';
import embeddings from './embedding-aliases.json';
import { toPrice } from './price';

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

/** Their facts are in own-models.json. */
const place = z.object({ provider: z.string(), model: z.string() });
const embeddingAliases = z.array(alias.extend({ chain: z.array(place).min(1) })).parse(embeddings.aliases);

/** Live agents would rather wait a moment at one model; for workers the next one is as good. */
const PATIENCE_MS = { agent: 2500, other: 0 } as const;

/** How an alias behaves when nobody has said otherwise. */
export function defaultTemper(aliasId: string) {
  return {
    stream_safety: 'live',
    patience_ms: aliasId.startsWith('agent/') ? PATIENCE_MS.agent : PATIENCE_MS.other,
    first_token_ms: 10_000,
    max_attempts: 12,
    route_around_refusals: false,
  } as const;
}

export const embeddedAliases: readonly (AliasDefinition & { readonly description: string })[] = [
  ...aliases,
  ...embeddingAliases,
].map(({ id, description, chain }) => ({
  id,
  description,
  ...defaultTemper(id),
  slots: chain.map(({ provider, model }) => ({ provider, model, keyId: null, enabled: true })),
}));

/** What the chains say about their models; one entry per (provider, model). */
export const chainModels: readonly ModelFacts[] = [
  ...aliases
    .flatMap(({ chain }) => chain)
    .reduce((places, entry) => {
      const facts = toFacts(entry);
      const id = `${entry.provider}/${entry.model}`;
      return places.set(id, combine(places.get(id) ?? facts, facts));
    }, new Map<string, ModelFacts>())
    .values(),
];

/**
 * Two chains about the same place. Where one of them counts on the paid tier, the free tier's limit on input must not
 * keep a large request from a key that may be a paid one.
 */
function combine(one: ModelFacts, other: ModelFacts): ModelFacts {
  const hasLimit = one.maxInputTokens !== null && other.maxInputTokens !== null;
  return {
    ...one,
    contextWindow: one.contextWindow ?? other.contextWindow,
    maxInputTokens: hasLimit ? Math.min(one.maxInputTokens, other.maxInputTokens) : null,
    capabilities: one.capabilities ?? other.capabilities,
    price: one.price ?? other.price,
    tier: other.tier === 'free' ? 'free' : one.tier,
  };
}

function toFacts(entry: SlotData): ModelFacts {
  const [input = null, output = null] = entry.usdPerM ?? [];
  return {
    provider: entry.provider,
    model: entry.model,
    contextWindow: entry.contextWindow ?? null,
    maxOutputTokens: null,
    maxInputTokens: entry.maxInputTokens ?? null,
    capabilities: toCapabilities(entry),
    price: toPrice({ input, output }),
    tier: toTier(entry.tier),
  };
}

function toCapabilities(entry: SlotData): readonly Capability[] | null {
  if (!entry.input) return null;
  return [
    'json',
    // Perplexity's Sonar models take no function tools.
    ...(entry.provider === 'perplexity' ? [] : (['tools'] as const)),
    ...(entry.input.includes('image') ? (['vision'] as const) : []),
    ...(entry.input.includes('audio') ? (['audio'] as const) : []),
    ...(entry.reasoning ? (['reasoning'] as const) : []),
  ];
}

/** `free|paid` depends on the account; it counts as free until a bill says otherwise. */
function toTier(tier: SlotData['tier']): SlotTier {
  return tier === 'free|paid' ? 'free' : tier;
}
