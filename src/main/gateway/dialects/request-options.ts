import { z } from 'zod';
import { SpiderGateError } from '../errors';

const names = z.array(z.string().min(1).max(263)).max(32);

/** Source: api.md, "Request options". */
export const optionsSchema = z.strictObject({
  max_cost_usd: z.number().min(0.001).max(100).optional(),
  fallback_models: names.optional(),
  preferred_providers: names.optional(),
  excluded_providers: names.optional(),
  timeout_ms: z.int().min(100).max(3_600_000).optional(),
  retry_count: z.int().min(0).max(20).optional(),
  cache_enabled: z.boolean().optional(),
  cache_ttl_seconds: z.int().min(60).max(86_400).optional(),
  stream_safety: z.enum(['live', 'complete']).optional(),
});

/** The first thing wrong with a body, named in `param`. */
export function toRequestError(error: z.ZodError): SpiderGateError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const param = [...(issue?.path ?? []), ...unknown].reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part),
    '',
  );
  const what = param === '' ? 'The body must be a JSON object' : `"${param}" is not valid`;
  return new SpiderGateError(
    'invalid_request_error',
    `${what}: ${issue?.message ?? 'see the API description'}.`,
    {
      param: param || undefined,
    },
  );
}
