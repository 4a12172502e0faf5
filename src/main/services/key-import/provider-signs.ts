import type { KnownProvider } from './types';

/** Below this a brand must be a whole word: "zai" is in "bazaar". */
const SHORTEST_INSIDE = 5;
const SHORTEST_BRAND = 3;
const NAME_ENDING = /_?(?:API_?)?(?:KEYS?|TOKENS?|SECRET|ACCESS_TOKEN)$/;

/** How providers can be told from names and addresses around a key. */
export interface ProviderSigns {
  /** For the recognition by prefix; those that take no key are known too, so that it can be said. */
  readonly prefixed: readonly { readonly id: string; readonly key_prefixes: readonly string[] }[];
  /** A variable that is known to hold a key, also numbered, or with something before or behind it. */
  ofVariable(name: string): { readonly id: string; readonly label: string | null } | null;
  /** Any words that name a provider. */
  ofWords(text: string): string | null;
  /** The name of a provider and nothing else. */
  isBrand(text: string): boolean;
  ofAddress(text: string): string | null;
}

export function createProviderSigns(known: readonly KnownProvider[]): ProviderSigns {
  const takers = known.filter(({ provider }) => provider.auth !== 'none' && provider.kind !== 'local');
  const variables = takers
    .flatMap(({ provider, embedded }) =>
      (embedded?.envNames ?? []).map((name) => ({ name, id: provider.id })),
    )
    // The longest first: OLLAMA_CLOUD_API_KEY is more than CLOUD_API_KEY.
    .sort((left, right) => right.name.length - left.name.length);
  const brands = takers.flatMap(listBrands).sort((left, right) => right.brand.length - left.brand.length);
  const hosts = new Map(takers.map(({ provider }) => [hostOf(provider.baseUrl), provider.id]));
  return {
    prefixed: takers.map(({ provider, embedded }) => ({
      id: provider.id,
      key_prefixes: embedded?.keyPrefixes ?? [],
    })),
    ofVariable: (name) => findVariable(toVariable(name), variables),
    ofWords(text) {
      const words = toVariable(text);
      const squashed = squash(text);
      const whole = new Set(words.toLowerCase().split('_'));
      const found = brands.find(
        ({ brand }) => whole.has(brand) || (brand.length >= SHORTEST_INSIDE && squashed.includes(brand)),
      );
      return found?.id ?? null;
    },
    isBrand: (text) => brands.some(({ brand }) => brand === squash(text)),
    ofAddress: (text) => hosts.get(hostOf(text)) ?? null,
  };
}

function findVariable(name: string, variables: readonly { readonly name: string; readonly id: string }[]) {
  for (const variable of variables) {
    if (name === variable.name || name.endsWith(`_${variable.name}`)) return { id: variable.id, label: null };
    if (name.startsWith(`${variable.name}_`)) {
      const rest = name.slice(variable.name.length + 1);
      const label = /^[A-Z][A-Z_]{1,30}$/.test(rest) ? rest.toLowerCase().replaceAll('_', ' ') : null;
      return { id: variable.id, label };
    }
  }
  return null;
}

/** `openRouterApiKey`, `providers.groq.api-key` … as a variable would be written. */
function toVariable(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

const squash = (text: string) => toVariable(text).replaceAll('_', '').toLowerCase();

function listBrands({ provider, embedded }: KnownProvider) {
  const stems = (embedded?.envNames ?? []).map((name) => name.replace(NAME_ENDING, ''));
  return [provider.id, ...provider.otherIds, provider.name, ...stems]
    .map(squash)
    .filter((brand) => brand.length >= SHORTEST_BRAND)
    .map((brand) => ({ brand, id: provider.id }));
}

/** Empty where it is no address. */
function hostOf(address: string): string {
  try {
    return new URL(address.replace(/\{[a-z_]+\}/g, 'field')).host;
  } catch {
    return '';
  }
}
