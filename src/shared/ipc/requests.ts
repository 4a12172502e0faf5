import { z } from 'zod';

const text = z.string().min(1).max(263);
const time = z.iso.datetime({ offset: true });
const amount = z.coerce.number().nonnegative();
const choice = z.enum(['yes', 'no'], 'must be yes or no');

/** Also the query string of `GET /requests`, hence the coercions. */
export const requestListRequest = z.strictObject({
  status: z.enum(['running', 'ok', 'error', 'aborted', 'interrupted']).optional(),
  token: text.optional(),
  alias: text.optional(),
  provider: text.optional(),
  /** The served one, with or without what stands before its slash. */
  model: text.optional(),
  /** Label or id. */
  key: text.optional(),
  error_code: text.optional(),
  /** Another place than the alias's first choice served, or more than one was tried. */
  fallback: choice.optional(),
  /** Its prompt and answer are kept. */
  recorded: choice.optional(),
  from: time.optional(),
  to: time.optional(),
  min_latency_ms: amount.optional(),
  max_latency_ms: amount.optional(),
  min_first_token_ms: amount.optional(),
  min_cost_usd: amount.optional(),
  max_cost_usd: amount.optional(),
  /** Part of the requested or served model, provider, token name, error code or id, or of what was recorded. */
  q: z.string().trim().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(100).optional(),
  /** The way back: the page just above the request with this id. `next_cursor` then goes further up. */
  newer_than: z.string().min(1).max(100).optional(),
});

export const requestRef = z.strictObject({ id: z.string().min(1).max(64) });

export type RequestListRequest = z.output<typeof requestListRequest>;
