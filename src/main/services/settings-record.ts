import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/domain/settings';
import { settingsUpdateRequest } from '../../shared/ipc/settings';
import type { SettingTable } from '../storage/types';

/** Under which it is stored. */
export const SETTINGS_RECORD = 'settings';

const fields = settingsUpdateRequest.shape;
const proxyFields = fields.proxy.unwrap().shape;
const defaults = DEFAULT_SETTINGS;

/** What is damaged, or was written by a version that knew other limits, counts as never chosen. */
const storedRecord = z.object({
  anonymous_providers: fields.anonymous_providers.unwrap().catch(defaults.anonymous_providers),
  private_prompts_only: fields.private_prompts_only.unwrap().catch(defaults.private_prompts_only),
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
  time_zone: fields.time_zone.unwrap().catch(defaults.time_zone),
  vault_auto_lock_minutes: fields.vault_auto_lock_minutes.unwrap().catch(defaults.vault_auto_lock_minutes),
  vault_lock_with_system: fields.vault_lock_with_system.unwrap().catch(defaults.vault_lock_with_system),
  log_retention_days: fields.log_retention_days.unwrap().catch(defaults.log_retention_days),
  recording_retention_days: fields.recording_retention_days.unwrap().catch(defaults.recording_retention_days),
  huggingface_client_id: fields.huggingface_client_id.unwrap().catch(defaults.huggingface_client_id),
  /** Place of a proxy address → its sealed password, base64. */
  sealed: z.record(z.string(), z.string()).catch({}),
});

export interface SettingsRecord {
  /** Proxy addresses as they may be shown. */
  readonly settings: Settings;
  readonly sealed: ReadonlyMap<string, string>;
}

export function readSettingsRecord(table: Pick<SettingTable, 'get'>): SettingsRecord {
  const { sealed, ...settings } = storedRecord
    .catch(() => storedRecord.parse({}))
    .parse(parse(table.get(SETTINGS_RECORD)));
  return { settings, sealed: new Map(Object.entries(sealed)) };
}

export function writeSettingsRecord(
  table: Pick<SettingTable, 'set'>,
  { settings, sealed }: SettingsRecord,
): void {
  table.set(SETTINGS_RECORD, JSON.stringify({ ...settings, sealed: Object.fromEntries(sealed) }));
}

function parse(text: string | null): unknown {
  if (text === null) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
