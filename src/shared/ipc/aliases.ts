import { z } from 'zod';

/** `family/leaf`, or `client:<workspace>/<leaf>`. */
export const aliasId = z
  .string()
  .regex(
    /^(?:client:[A-Za-z0-9_-]{1,63}|[a-z0-9][a-z0-9_-]{0,31})\/[a-z0-9][a-z0-9._-]{0,62}$/,
    'must look like family/leaf, e.g. my/review',
  );

const slot = z.strictObject({
  provider: z.string().min(1).max(63),
  model: z.string().min(1).max(200),
  key_id: z.string().min(1).max(64).optional(),
  enabled: z.boolean().optional(),
});

export const aliasPutRequest = z.strictObject({
  slots: z.array(slot).min(1).max(16),
  stream_safety: z.enum(['live', 'complete']).optional(),
  patience_ms: z.int().min(0).max(60_000).optional(),
  first_token_ms: z.int().min(100).max(600_000).optional(),
  max_attempts: z.int().min(1).max(50).optional(),
  route_around_refusals: z.boolean().optional(),
});

export const aliasRef = z.strictObject({ id: aliasId });

export type AliasPutRequest = z.output<typeof aliasPutRequest>;
