import { z } from 'zod';

const text = z.string().min(1).max(263);
const time = z.iso.datetime({ offset: true });

/** Also the query string of `GET /requests`, hence the coercions. */
export const requestListRequest = z.strictObject({
  status: z.enum(['running', 'ok', 'error', 'aborted', 'interrupted']).optional(),
  token: text.optional(),
  alias: text.optional(),
  provider: text.optional(),
  model: text.optional(),
  from: time.optional(),
  to: time.optional(),
  min_latency_ms: z.coerce.number().nonnegative().optional(),
  min_cost_usd: z.coerce.number().nonnegative().optional(),
  /** Part of the requested or served model, provider, token name, error code or id. */
  q: z.string().trim().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(100).optional(),
});

export const requestRef = z.strictObject({ id: z.string().min(1).max(64) });

export type RequestListRequest = z.output<typeof requestListRequest>;
