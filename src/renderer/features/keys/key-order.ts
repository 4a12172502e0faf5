import type { ProviderKey } from '../../../shared/domain/key';

/** All keys of one provider, the one that is tried first in front. */
export interface ProviderGroup {
  readonly provider: string;
  readonly keys: readonly ProviderKey[];
}

/** Providers stay in the order in which their first keys came. */
export function groupByProvider(keys: readonly ProviderKey[]): readonly ProviderGroup[] {
  const groups = new Map<string, ProviderKey[]>();
  for (const key of keys) {
    const members = groups.get(key.provider_name);
    if (members === undefined) groups.set(key.provider_name, [key]);
    else members.push(key);
  }
  return [...groups].map(([provider, members]) => ({
    provider,
    keys: members.toSorted((left, right) => left.priority - right.priority),
  }));
}

/** The ids with one of them at another's place; `null`: nothing changes. */
export function moveKey(ids: readonly string[], moved: string, target: string): readonly string[] | null {
  const from = ids.indexOf(moved);
  const to = ids.indexOf(target);
  if (from < 0 || to < 0 || from === to) return null;
  return ids.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** The same keys with priorities that put these ids in order, until main has answered. */
export function inOrder(keys: readonly ProviderKey[], ids: readonly string[]): readonly ProviderKey[] {
  return keys.map((key) => {
    const place = ids.indexOf(key.id);
    return place < 0 ? key : { ...key, priority: place + 1 };
  });
}
