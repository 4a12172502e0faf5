import { z } from 'zod';
import type { ChatRequest, JsonObject } from '../../chat';
import type { Capability } from '../../types';
import { estimateTokens } from '../estimate-tokens';
import { optionsSchema, toRequestError } from '../request-options';
import { findSessionKey } from '../session-key';

const limit = z.int().positive().nullish();

/** Looked at in place: a schema for each message would copy every one of a long conversation. */
const messages = z.custom<readonly JsonObject[]>().superRefine((items: unknown, context) => {
  if (!Array.isArray(items) || items.length === 0) {
    context.addIssue({ code: 'custom', message: 'must be a list of at least one message' });
    return;
  }
  const wrong = items.findIndex((item) => !isMessage(item));
  if (wrong === -1) return;
  context.addIssue({ code: 'custom', path: [wrong, 'role'], message: 'every message needs a role' });
});

function isMessage(item: unknown): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    'role' in item &&
    typeof item.role === 'string' &&
    item.role !== ''
  );
}

/** Only what routing needs is checked here; the rest is the provider's to judge. */
const bodySchema = z.looseObject({
  model: z.string().min(1).max(300),
  messages,
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: limit,
  max_completion_tokens: limit,
  n: z.int().min(1).max(128).nullish(),
  tools: z.array(z.unknown()).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  spidergate_options: optionsSchema.nullish(),
});

/** Checks a `POST /chat/completions` body. Throws `invalid_request_error` naming the field in `param`. */
export function parseChatRequest(
  body: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): ChatRequest {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw toRequestError(parsed.error);
  const value = parsed.data;
  const { spidergate_options: options, ...rest } = value;
  const { needs, images } = findNeeds(value);
  return {
    model: value.model,
    stream: value.stream === true,
    wantsUsage: value.stream_options?.include_usage === true,
    body: rest,
    options: options ?? {},
    needs,
    images,
    inputTokens: estimateTokens(value.messages, [value.tools, value.functions, value.response_format]),
    wantsSchema: value.response_format?.type === 'json_schema',
    sessionKey: findSessionKey(rest, value.messages, headers),
    maxOutputTokens: value.max_completion_tokens ?? value.max_tokens ?? null,
    choices: value.n ?? 1,
    keepsModel: false,
  };
}

/** `functions`: what tools were called once; some SDKs still send them. */
function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function findNeeds(body: z.output<typeof bodySchema>) {
  const needs = new Set<Capability>();
  let images = 0;
  for (const message of body.messages) {
    if (!Array.isArray(message.content)) continue;
    for (const part of message.content as readonly JsonObject[]) {
      if (part?.type === 'image_url') {
        needs.add('vision');
        images += 1;
      }
      if (part?.type === 'input_audio') needs.add('audio');
    }
  }
  if (hasAny(body.tools) || hasAny(body.functions)) needs.add('tools');
  if (body.response_format && body.response_format.type !== 'text') needs.add('json');
  return { needs: [...needs] as const, images };
}
