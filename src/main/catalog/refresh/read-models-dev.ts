import type { Capability, ModelPrice } from '../../gateway/types';
import { isFreeOfCharge, toPrice, type UsdRates, type UsdTier } from '../price';
import type { SeenModel } from '../types';
import { asEntries, asList, asNumber, asText, asTexts, asTokens, field } from './json-fields';

/** Their provider id → ours; where both call it the same it is not named here. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['togetherai', 'together'],
  ['fireworks-ai', 'fireworks'],
  ['cloudflare-workers-ai', 'cloudflare'],
  ['moonshotai', 'moonshot'],
  ['alibaba', 'dashscope'],
  ['ovhcloud', 'ovh'],
]);

/** Providers whose price of nothing means what it says. */
const FREE_OF_CHARGE: readonly string[] = ['nvidia', 'ollama-cloud'];

/**
 * Reads models.dev's `api.json`: `{<provider>: {models: {<id>: {…}}}}`. Only providers that `isKnown` here.
 * `null` when it is something else.
 */
export function readModelsDev(
  body: unknown,
  isKnown: (providerId: string) => boolean,
): ReadonlyMap<string, readonly SeenModel[]> | null {
  const found = new Map<string, readonly SeenModel[]>();
  for (const [theirs, entry] of asEntries(body)) {
    const provider = RENAMED.get(theirs) ?? theirs;
    if (!isKnown(provider)) continue;
    const models = asEntries(field(entry, 'models')).flatMap(
      ([id, facts]) => readModel(provider, id, facts) ?? [],
    );
    if (models.length > 0) found.set(provider, models);
  }
  return found.size > 0 ? found : null;
}

function readModel(provider: string, id: string, facts: unknown): SeenModel | null {
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || field(facts, 'status') === 'deprecated') return null;
  const output = asTexts(field(facts, 'modalities', 'output'));
  const embeds = /embed/i.test(id) || /embed/i.test(asText(field(facts, 'family')) ?? '');
  if (!embeds && output !== null && !output.includes('text')) return null;
  const price = readPrice(field(facts, 'cost'));
  const isBelieved = !isFreeOfCharge(price) || FREE_OF_CHARGE.includes(provider) || id.endsWith(':free');
  return {
    model: id,
    contextWindow: asTokens(field(facts, 'limit', 'context')),
    maxOutputTokens: asTokens(field(facts, 'limit', 'output')),
    capabilities: embeds ? ['embeddings'] : readCapabilities(facts),
    price: isBelieved ? price : null,
  };
}

function readPrice(cost: unknown): ModelPrice | null {
  return toPrice({ ...readRates(cost), tiers: readTiers(cost) });
}

function readRates(cost: unknown): UsdRates {
  const read = (name: string) => asNumber(field(cost, name));
  return {
    input: read('input'),
    output: read('output'),
    cached: read('cache_read'),
    cacheWrite: read('cache_write'),
    reasoning: read('reasoning'),
    audioInput: read('input_audio'),
    audioOutput: read('output_audio'),
  };
}

/** `tiers: [{tier: {type: "context", size}, …}]`, or the older `context_over_200k`, which is one of them. */
function readTiers(cost: unknown): readonly UsdTier[] {
  const tiers = (asList(field(cost, 'tiers')) ?? []).flatMap((entry) => {
    const above = asNumber(field(entry, 'tier', 'size'));
    if (above === null || field(entry, 'tier', 'type') !== 'context') return [];
    return [{ above, ...readRates(entry) }];
  });
  const old = field(cost, 'context_over_200k');
  return tiers.length > 0 || old === undefined ? tiers : [{ above: 200_000, ...readRates(old) }];
}

function readCapabilities(facts: unknown): readonly Capability[] | null {
  const tools = field(facts, 'tool_call');
  const input = asTexts(field(facts, 'modalities', 'input'));
  if (typeof tools !== 'boolean' || input === null) return null;
  return [
    ...(tools ? (['tools'] as const) : []),
    // Left out more often than denied.
    ...(field(facts, 'structured_output') === false ? [] : (['json'] as const)),
    ...(input.includes('image') ? (['vision'] as const) : []),
    ...(input.includes('audio') ? (['audio'] as const) : []),
    ...(field(facts, 'reasoning') === true ? (['reasoning'] as const) : []),
  ];
}
