import { z } from 'zod';
import type { RouteTrace } from '../../shared/domain/route-trace';

export const keyScope = z.enum(['brand', 'pool', 'none']);

export const costSource = z.enum(['upstream', 'catalog', 'estimated', 'free', 'unknown']);

const attempt = z.object({
  index: z.number(),
  provider: z.string(),
  model: z.string(),
  key: z.string().nullable(),
  key_scope: keyScope,
  outcome: z.string(),
  http_status: z.number().nullable(),
  error_code: z.string().nullable(),
  started_ms: z.number(),
  first_byte_ms: z.number().nullable(),
  ended_ms: z.number(),
  cooldown_until: z.string().nullable(),
  cost_usd: z.number().nullable(),
  cost_source: costSource.optional(),
});

export const skip = z.object({
  provider: z.string(),
  model: z.string(),
  key: z.string().optional(),
  reason: z.string(),
  until: z.string().optional(),
});

export const price = z.object({
  input: z.number(),
  output: z.number(),
  cached: z.number().nullable(),
  reasoning: z.number().nullable(),
  request: z.number(),
});

/** What a trace stored as it is shown must look like: those of earlier versions. Fields of later versions are dropped. */
export const routeTraceSchema: z.ZodType<RouteTrace> = z.object({
  requested: z.string(),
  alias: z.string().nullable(),
  client_id: z.string(),
  token: z.string().nullable(),
  served: z
    .object({ provider: z.string(), model: z.string(), key: z.string().nullable(), key_scope: keyScope })
    .nullable(),
  timing_ms: z.object({
    auth: z.number(),
    route: z.number(),
    upstream_first_byte: z.number().nullable(),
    total: z.number(),
  }),
  attempts: z.array(attempt),
  skipped: z.array(skip),
  price: price.optional(),
});
