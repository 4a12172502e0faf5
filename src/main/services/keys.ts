import type { KeyTestResult } from '../../shared/domain/key';
import type { KeyCreateRequest } from '../../shared/ipc/keys';
import type { KeyRow } from '../storage/types';
import { changeRow, type KeyRowParts, makeRow, toProviderKey } from './key-rows';
import { requireKeyProvider } from './key-rules';
import type { KeyTester } from './key-tester';
import { notFound, refuse } from './refusals';
import type { KeyService } from './types';

/** Room between two keys, so that one can be put there by number. */
const PRIORITY_STEP = 10;

interface KeyParts extends KeyRowParts {
  readonly tester: KeyTester;
  /** Keys of this provider have become others. */
  readonly onChange: (providerId: string) => void;
}

export function createKeyService(parts: KeyParts): KeyService {
  const { book, health, lastUsed, tests } = parts;
  const toKey = (row: KeyRow) => toProviderKey(row, parts);

  function find(id: string): KeyRow {
    const row = book.get(id);
    if (!row) throw notFound('key', id);
    return row;
  }

  return {
    list: () => book.list().map(toKey),
    create(request) {
      const row = makeRow(request, parts);
      book.insert(row);
      tests.added(row.id);
      parts.onChange(row.provider);
      return toKey(row);
    },
    update(id, change) {
      const row = changeRow(find(id), change, parts);
      book.update(row);
      parts.onChange(row.provider);
      return toKey(row);
    },
    reorder({ provider_name, key_ids }) {
      book.updateAll(putInOrder(book.ofProvider(provider_name), key_ids));
      parts.onChange(provider_name);
      return book.ofProvider(provider_name).map(toKey);
    },
    delete(id) {
      const row = find(id);
      book.delete(id);
      health.forgetKey(id);
      lastUsed.forget(id);
      tests.forget(id);
      parts.onChange(row.provider);
    },
    test: (id) => tests.run(find(id)),
    try: (request) => tryKey(request, parts),
    resetHealth(id) {
      const row = find(id);
      health.resetKey(id);
      parts.onChange(row.provider);
      return toKey(row);
    },
  };
}

async function tryKey(request: KeyCreateRequest, { providers, tester }: KeyParts): Promise<KeyTestResult> {
  const provider = requireKeyProvider(request, providers);
  const { result } = await tester.test({ provider, secret: request.api_key, fields: request.fields ?? {} });
  return result;
}

/** Every key of the provider once: a list made before another key came would put that one anywhere. */
function putInOrder(rows: readonly KeyRow[], ids: readonly string[]): readonly KeyRow[] {
  const ordered = ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  if (new Set(ids).size !== rows.length || ordered.length !== rows.length) {
    throw refuse('key_ids', 'key_ids must name every key of the provider once.');
  }
  // Many keys stand closer, so that the last is still within what a priority may be.
  const step = rows.length * PRIORITY_STEP <= 1000 ? PRIORITY_STEP : 1;
  return ordered.map((row, index) => ({ ...row, priority: Math.min(1000, (index + 1) * step) }));
}
