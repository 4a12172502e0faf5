import { z } from 'zod';

const proxyUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

export const settingsUpdateRequest = z
  .strictObject({
    anonymous_providers: z.boolean().optional(),
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
  })
  .refine((value) => Object.keys(value).length > 0, 'name at least one setting to change');

export type SettingsUpdateRequest = z.output<typeof settingsUpdateRequest>;
