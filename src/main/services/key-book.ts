import type { UsableKey } from '../gateway/types';
import type { KeyRow, Storage } from '../storage/types';

const NONE: readonly never[] = [];

/** All keys, in memory, ready for routing. Sealed secrets stay sealed here. */
export interface KeyBook {
  list(): readonly KeyRow[];
  get(id: string): KeyRow | null;
  ofProvider(providerId: string): readonly KeyRow[];
  usable(id: string): UsableKey | null;
  /** Prebuilt: asked several times in every request. */
  usableOf(providerId: string): readonly UsableKey[];
  insert(row: KeyRow): void;
  update(row: KeyRow): void;
  delete(id: string): void;
  /** Storage has deleted them with their provider. */
  forgetProvider(providerId: string): void;
}

export function createKeyBook({ storage }: { readonly storage: Storage }): KeyBook {
  const rows = new Map(storage.keys.list().map((row) => [row.id, row]));
  let usable = new Map<string, UsableKey>();
  let byProvider = new Map<string, UsableKey[]>();

  function rebuild(): void {
    usable = new Map([...rows.values()].map((row) => [row.id, toUsableKey(row)]));
    byProvider = new Map();
    for (const key of usable.values()) {
      const others = byProvider.get(key.provider);
      if (others) others.push(key);
      else byProvider.set(key.provider, [key]);
    }
  }

  const ofProvider = (providerId: string) => [...rows.values()].filter((row) => row.provider === providerId);
  rebuild();

  return {
    list: () => [...rows.values()],
    get: (id) => rows.get(id) ?? null,
    ofProvider,
    usable: (id) => usable.get(id) ?? null,
    usableOf: (providerId) => byProvider.get(providerId) ?? NONE,
    insert(row) {
      storage.keys.insert(row);
      rows.set(row.id, row);
      rebuild();
    },
    update(row) {
      storage.keys.update(row);
      rows.set(row.id, row);
      rebuild();
    },
    delete(id) {
      storage.keys.delete(id);
      rows.delete(id);
      rebuild();
    },
    forgetProvider(providerId) {
      for (const row of ofProvider(providerId)) rows.delete(row.id);
      rebuild();
    },
  };
}

function toUsableKey(row: KeyRow): UsableKey {
  return {
    id: row.id,
    provider: row.provider,
    label: row.label,
    account: row.account,
    workspaceId: row.workspaceId,
    shareWithPool: row.shareWithPool,
    priority: row.priority,
    enabled: row.enabled,
    fields: row.fields,
  };
}
