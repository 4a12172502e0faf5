import { z } from 'zod';

const proxyUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

const timeZone = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be a time zone such as Europe/Berlin')
  .refine(isTimeZone, 'is not a time zone this computer knows');

export const settingsUpdateRequest = z
  .strictObject({
    anonymous_providers: z.boolean().optional(),
    private_prompts_only: z.boolean().optional(),
    models_dev: z.boolean().optional(),
    proxy: z
      .strictObject({
        url: proxyUrl.nullable().optional(),
        no_proxy: z.string().max(2000).optional(),
        providers: z.record(z.string().min(1).max(63), z.union([z.literal('direct'), proxyUrl])).optional(),
      })
      .optional(),
    extra_ca_file: z.string().min(1).max(4096).nullable().optional(),
    first_token_budget_ms: z.int().min(1000).max(600_000).optional(),
    stall_ms: z.int().min(1000).max(600_000).optional(),
    time_zone: timeZone.nullable().optional(),
    vault_auto_lock_minutes: z.int().min(1).max(10_080).nullable().optional(),
    vault_lock_with_system: z.boolean().optional(),
    log_retention_days: z.int().min(1).max(3650).optional(),
    recording_retention_days: z.int().min(1).max(90).optional(),
    huggingface_client_id: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9._-]{0,128}$/, 'must be the client id of an OAuth app, or empty')
      .optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'name at least one setting to change');

export type SettingsUpdateRequest = z.output<typeof settingsUpdateRequest>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
