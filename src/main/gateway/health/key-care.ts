import type { UsableKey } from '../types';
import { describeKeyHealth } from './key-health';
import type { Mark, MarkBook, MarkBooks, MarkKind } from './marks';
import type { QuotaBook } from './quota-book';
import type { HealthBook } from './types';

interface Deps {
  readonly now: () => number;
  readonly books: MarkBooks;
  readonly quotas: Pick<QuotaBook, 'forget'>;
  readonly key: (id: string) => UsableKey | null;
}

/** What a key's owner sees of its health, and does about it. */
export type KeyCare = Pick<HealthBook, 'keyHealth' | 'resetKey' | 'forgetKey'>;

export function createKeyCare({ now, books, quotas, key: keyOf }: Deps): KeyCare {
  const list = (kind: MarkKind, prefix: string): readonly (readonly [MarkBook, string, Mark])[] =>
    books[kind].named(prefix).map(([name, mark]) => [books[kind], name, mark]);

  /** Marks of its account's quotas and of what it may not use. */
  function coolingOf(keyId: string) {
    const key = keyOf(keyId);
    const account = key ? `${key.provider}\n${key.account}\n` : null;
    return [
      ...(account === null ? [] : [...list('pools', account), ...list('quotas', account)]),
      ...list('permissions', `${keyId}\n`),
    ];
  }

  /** Whatever else keeps the key from being used: its provider, its account's quotas, models it could not find. */
  function resetAround({ provider, account }: UsableKey): void {
    books.providers.delete(provider);
    for (const [book, name] of [...list('gone', `${provider}\n`), ...list('routes', `${provider}\n`)])
      book.delete(name);
    quotas.forget(provider, account);
  }

  return {
    keyHealth(keyId) {
      const around = coolingOf(keyId).map(([, , mark]) => mark);
      return describeKeyHealth(books.keys.get(keyId), around, now());
    },
    resetKey(keyId) {
      for (const [book, name] of coolingOf(keyId)) book.delete(name);
      books.keys.delete(keyId);
      const key = keyOf(keyId);
      if (key) resetAround(key);
    },
    forgetKey(keyId) {
      books.keys.delete(keyId);
      for (const [book, name] of list('permissions', `${keyId}\n`)) book.delete(name);
    },
  };
}
