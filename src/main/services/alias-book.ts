import type { Alias, AliasSlot } from '../../shared/domain/alias';
import { defaultTemper } from '../catalog/aliases';
import type { AliasBook } from '../gateway/ports';
import type { AliasDefinition } from '../gateway/types';
import type { AliasRow, Storage } from '../storage/types';
import type { EmbeddedAlias } from './dependencies';

/** All aliases, in memory: the shipped ones, replaced or joined by the user's. */
export interface AliasBookStore extends AliasBook {
  isBuiltIn(id: string): boolean;
  isCustom(id: string): boolean;
  describe(id: string): Alias | null;
  put(row: AliasRow): void;
  delete(id: string): void;
  /** Storage has renamed or deleted some. */
  reload(): void;
}

export function createAliasBook(parts: {
  readonly storage: Storage;
  readonly embeddedAliases: readonly EmbeddedAlias[];
}): AliasBookStore {
  const { storage } = parts;
  const embedded = new Map(parts.embeddedAliases.map((alias) => [alias.id, alias]));
  const readCustom = () => new Map(storage.aliases.list().map((row) => [row.id, row]));
  let custom = readCustom();
  let definitions = new Map<string, AliasDefinition>();

  function rebuild(): void {
    definitions = new Map<string, AliasDefinition>(embedded);
    for (const row of custom.values()) definitions.set(row.id, toDefinition(row, embedded.get(row.id)));
  }

  rebuild();
  return {
    get: (id) => definitions.get(id) ?? null,
    list: () => [...definitions.values()],
    isBuiltIn: (id) => embedded.has(id),
    isCustom: (id) => custom.has(id),
    describe(id) {
      const alias = definitions.get(id);
      if (!alias) return null;
      return toAlias(alias, {
        description: embedded.get(id)?.description ?? '',
        custom: custom.has(id),
        built_in: embedded.has(id),
      });
    },
    put(row) {
      storage.aliases.put(row);
      custom.set(row.id, row);
      rebuild();
    },
    delete(id) {
      storage.aliases.delete(id);
      custom.delete(id);
      rebuild();
    },
    reload() {
      custom = readCustom();
      rebuild();
    },
  };
}

function toDefinition(row: AliasRow, builtIn: EmbeddedAlias | undefined): AliasDefinition {
  const usual = builtIn ?? defaultTemper(row.id);
  return {
    id: row.id,
    slots: row.slots,
    stream_safety: row.streamSafety ?? usual.stream_safety,
    patience_ms: row.patienceMs ?? usual.patience_ms,
    first_token_ms: row.firstTokenMs ?? usual.first_token_ms,
    max_attempts: row.maxAttempts ?? usual.max_attempts,
    route_around_refusals: row.routeAroundRefusals,
  };
}

function toAlias(alias: AliasDefinition, about: Pick<Alias, 'description' | 'custom' | 'built_in'>): Alias {
  return {
    id: alias.id,
    ...about,
    slots: alias.slots.map(toSlot),
    stream_safety: alias.stream_safety,
    patience_ms: alias.patience_ms,
    first_token_ms: alias.first_token_ms,
    max_attempts: alias.max_attempts,
    route_around_refusals: alias.route_around_refusals,
  };
}

function toSlot({ provider, model, keyId, enabled }: AliasDefinition['slots'][number]): AliasSlot {
  return { provider, model, ...(keyId === null ? {} : { key_id: keyId }), enabled };
}
