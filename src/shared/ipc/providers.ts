import { z } from 'zod';

/** Lower case, digits, `-`, `_`, `.`; it becomes the part before the slash in `provider/model`. */
export const providerId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'use lower-case letters, digits, "-", "_" or ".", at most 63 characters',
  );

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

const customModel = z.strictObject({
  id: z.string().min(1).max(200),
  context_window: z.int().positive().optional(),
  max_output_tokens: z.int().positive().optional(),
  input_usd_per_million: z.number().nonnegative().optional(),
  output_usd_per_million: z.number().nonnegative().optional(),
  capabilities: z.array(z.string().min(1).max(40)).max(20).optional(),
});

const customModels = z
  .array(
    z.union([
      z
        .string()
        .min(1)
        .max(200)
        .transform((id) => ({ id })),
      customModel,
    ]),
  )
  .max(1000);

export const providerCreateRequest = z.strictObject({
  id: providerId,
  name: z.string().trim().min(1).max(80),
  base_url: httpUrl,
  auth: z.enum(['bearer', 'none']).default('bearer'),
  models: customModels.default([]),
});

/** Asks an address before it is added. The key is used once and not stored. */
export const providerProbeRequest = z.strictObject({
  base_url: httpUrl,
  auth: z.enum(['bearer', 'none']).default('bearer'),
  api_key: z.string().trim().min(1).max(4_000).optional(),
});

export const providerUpdateRequest = z
  .strictObject({
    enabled: z.boolean().optional(),
    /** Of a custom provider: all of them anew, e.g. with their prices. */
    models: customModels.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, {
    path: ['enabled'],
    error: 'name enabled or models',
  });
export const providerRef = z.strictObject({ id: z.string().min(1).max(63) });

export type ProviderCreateRequest = z.output<typeof providerCreateRequest>;
export type ProviderProbeRequest = z.output<typeof providerProbeRequest>;
export type ProviderUpdateRequest = z.output<typeof providerUpdateRequest>;
