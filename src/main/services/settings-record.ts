import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/domain/settings';
import { settingsUpdateRequest } from '../../shared/ipc/settings';
import type { SettingTable } from '../storage/types';

const SETTING = 'settings';

const fields = settingsUpdateRequest.shape;
const proxyFields = fields.proxy.unwrap().shape;
const defaults = DEFAULT_SETTINGS;

/** What is damaged, or was written by a version that knew other limits, counts as never chosen. */
const storedRecord = z.object({
  anonymous_providers: fields.anonymous_providers.unwrap().catch(defaults.anonymous_providers),
  models_dev: fields.models_dev.unwrap().catch(defaults.models_dev),
  proxy: z
    .object({
      url: proxyFields.url.unwrap().catch(defaults.proxy.url),
      no_proxy: proxyFields.no_proxy.unwrap().catch(defaults.proxy.no_proxy),
      providers: proxyFields.providers.unwrap().catch(defaults.proxy.providers),
    })
    .catch(defaults.proxy),
  extra_ca_file: fields.extra_ca_file.unwrap().catch(defaults.extra_ca_file),
  first_token_budget_ms: fields.first_token_budget_ms.unwrap().catch(defaults.first_token_budget_ms),
  stall_ms: fields.stall_ms.unwrap().catch(defaults.stall_ms),
  /** Place of a proxy address → its sealed password, base64. */
  sealed: z.record(z.string(), z.string()).catch({}),
});

export interface SettingsRecord {
  /** Proxy addresses as they may be shown. */
  readonly settings: Settings;
  readonly sealed: ReadonlyMap<string, string>;
}

export function readSettingsRecord(table: SettingTable): SettingsRecord {
  const { sealed, ...settings } = storedRecord
    .catch(() => storedRecord.parse({}))
    .parse(parse(table.get(SETTING)));
  return { settings, sealed: new Map(Object.entries(sealed)) };
}

export function writeSettingsRecord(table: SettingTable, { settings, sealed }: SettingsRecord): void {
  table.set(SETTING, JSON.stringify({ ...settings, sealed: Object.fromEntries(sealed) }));
}

function parse(text: string | null): unknown {
  if (text === null) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
