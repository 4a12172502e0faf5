import type { KeyImportEntry } from '../../../shared/domain/key-import';
import { recogniseKey } from '../../../shared/domain/recognise-key';
import type { ProviderSigns } from './provider-signs';
import type { FoundKey } from './types';

export interface Recognised {
  readonly provider: string | null;
  readonly by: KeyImportEntry['recognised_by'];
  readonly choices: readonly string[];
  readonly refused: string | null;
  /** What the variable's name says besides. */
  readonly label: string | null;
}

/** `pk_` is so short that a name says more. */
const SHORTEST_CERTAIN = 4;

/** A long prefix is certain; then where it is used; then what it is called. */
export function recogniseFound(found: FoundKey, signs: ProviderSigns): Recognised {
  const { candidates, refused } = recogniseKey(found.secret, signs.prefixed);
  const variable = found.name === null ? null : signs.ofVariable(found.name);
  const rest = { label: variable?.label ?? null, refused };
  const [only] = candidates;
  if (refused !== null) return { ...rest, provider: null, by: null, choices: [] };
  if (candidates.length === 1 && only !== undefined && isCertain(found.secret, only, signs)) {
    return { ...rest, provider: only, by: 'prefix', choices: [] };
  }
  const address = firstOf(found.hints, signs.ofAddress);
  if (address !== null) return { ...rest, provider: address, by: 'address', choices: [] };
  const named = variable?.id ?? firstOf(found.hints, signs.ofWords);
  if (named !== null) return { ...rest, provider: named, by: 'name', choices: [] };
  if (candidates.length === 1 && only !== undefined)
    return { ...rest, provider: only, by: 'prefix', choices: [] };
  return { ...rest, provider: null, by: null, choices: candidates };
}

function isCertain(secret: string, id: string, signs: ProviderSigns): boolean {
  const prefixes = signs.prefixed.find((provider) => provider.id === id)?.key_prefixes ?? [];
  return prefixes.some((prefix) => prefix.length >= SHORTEST_CERTAIN && secret.startsWith(prefix));
}

function firstOf(hints: readonly string[], find: (hint: string) => string | null): string | null {
  for (const hint of hints) {
    const id = find(hint);
    if (id !== null) return id;
  }
  return null;
}
