import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CustomProvider } from '../../shared/domain/provider';
import { parseJsonColumn } from './json-column';
import type { ProviderTable } from './types';

const models = z.array(
  z.object({
    id: z.string(),
    context_window: z.number().optional(),
    max_output_tokens: z.number().optional(),
    input_usd_per_million: z.number().optional(),
    output_usd_per_million: z.number().optional(),
    capabilities: z.array(z.string()).optional(),
  }),
);

type StoredRow = Omit<CustomProvider, 'models'> & { readonly models: string };

interface ProviderTableNeeds {
  readonly database: Database;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function createProviderTable({ database, now }: ProviderTableNeeds): ProviderTable {
  const select = database.prepare<[], StoredRow>(
    'SELECT id, name, base_url, auth, models FROM custom_providers ORDER BY created_at, rowid',
  );
  const insert = database.prepare<[StoredRow & { readonly createdAt: number }]>(`
    INSERT INTO custom_providers (id, name, base_url, auth, models, created_at)
    VALUES (@id, @name, @base_url, @auth, @models, @createdAt)
  `);
  const updateModels = database.prepare<[string, string]>(
    'UPDATE custom_providers SET models = ? WHERE id = ?',
  );
  const selectSwitches = database.prepare<[], { id: string; enabled: number }>(
    'SELECT id, enabled FROM provider_switches ORDER BY id',
  );
  const upsertSwitch = database.prepare<[string, number]>(
    'INSERT INTO provider_switches (id, enabled) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled',
  );
  return {
    listCustom: () => select.all().map(toProvider),
    insertCustom: (provider) => {
      insert.run({ ...provider, models: JSON.stringify(provider.models), createdAt: now() });
    },
    setModels: (id, changed) => void updateModels.run(JSON.stringify(changed), id),
    deleteCustom: createDelete(database),
    listSwitches: () => new Map(selectSwitches.all().map((row) => [row.id, row.enabled === 1])),
    setSwitch: (id, enabled) => {
      upsertSwitch.run(id, Number(enabled));
    },
  };
}

/** The switch goes too: a provider made later under the same id starts switched on. */
function createDelete(database: Database): (id: string) => boolean {
  const remove = database.prepare<[string]>('DELETE FROM custom_providers WHERE id = ?');
  const removeKeys = database.prepare<[string]>('DELETE FROM keys WHERE provider = ?');
  const removeSwitch = database.prepare<[string]>('DELETE FROM provider_switches WHERE id = ?');
  return database.transaction((id: string) => {
    // An id that is not a custom provider must not lose its keys.
    if (remove.run(id).changes === 0) return false;
    removeKeys.run(id);
    removeSwitch.run(id);
    return true;
  });
}

function toProvider(stored: StoredRow): CustomProvider {
  return { ...stored, models: parseJsonColumn(models, stored.models, `the models of provider ${stored.id}`) };
}
