import type { Capability } from '../gateway/types';

const ALL: readonly string[] = [
  'vision',
  'tools',
  'json',
  'reasoning',
  'audio',
  'embeddings',
] satisfies Capability[];

/** What no model of these providers takes, whatever a list says. Source: the providers' quirks. */
const REFUSED: ReadonlyMap<string, readonly Capability[]> = new Map([
  ['perplexity', ['tools']],
  ['kilo', ['json']],
]);

export function isCapability(name: string): name is Capability {
  return ALL.includes(name);
}

export function withoutRefused(
  provider: string,
  capabilities: readonly Capability[] | null,
): readonly Capability[] | null {
  const refused = REFUSED.get(provider);
  return refused === undefined
    ? capabilities
    : (capabilities?.filter((name) => !refused.includes(name)) ?? null);
}
