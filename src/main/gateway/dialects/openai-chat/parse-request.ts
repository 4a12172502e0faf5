import { z } from 'zod';
import type { ChatRequest, JsonObject } from '../../chat';
import { isUnambiguous } from '../../reuse-text';
import type { Capability } from '../../types';
import { estimateTokens } from '../estimate-tokens';
import { optionsSchema, toRequestError } from '../request-options';
import { findSessionKey } from '../session-key';

const limit = z.int().positive().nullish();

/** Looked at in place: a schema for each message would copy every one of a long conversation. Throws. */
function checkMessages(items: unknown): asserts items is readonly JsonObject[] {
  if (!Array.isArray(items) || items.length === 0) {
    throw wrongMessages([], 'must be a list of at least one message');
  }
  const wrong = items.findIndex((item) => !isMessage(item));
  if (wrong !== -1) throw wrongMessages([wrong, 'role'], 'every message needs a role');
}

function wrongMessages(path: readonly (string | number)[], message: string) {
  return toRequestError(
    new z.ZodError([{ code: 'custom', path: ['messages', ...path], message, input: undefined }]),
  );
}

function isMessage(item: unknown): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    'role' in item &&
    typeof item.role === 'string' &&
    item.role !== ''
  );
}

/** Only what routing needs is checked here, and nothing is copied; the rest is the provider's to judge. */
const bodySchema = z.object({
  model: z.string().min(1).max(300),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: limit,
  max_completion_tokens: limit,
  n: z.int().min(1).max(128).nullish(),
  tools: z.array(z.unknown()).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  spidergate_options: optionsSchema.nullish(),
});

type Checked = z.output<typeof bodySchema>;

const CHECKS = new Map<string, z.ZodType>(Object.entries(bodySchema.shape));

/** Only the fields that were sent are looked at: asking for those that were not costs more than all the others. */
function isAsAsked(body: unknown): body is Checked {
  if (typeof body !== 'object' || body === null || !('model' in body)) return false;
  for (const [name, value] of Object.entries(body)) {
    const check = CHECKS.get(name);
    if (check && !check.safeParse(value).success) return false;
  }
  return true;
}

/** Throws `invalid_request_error` naming the first field that is wrong. */
function checkFields(body: unknown): Checked {
  if (isAsAsked(body)) return body;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw toRequestError(parsed.error);
  return parsed.data;
}

/** Checks a `POST /chat/completions` body. Throws `invalid_request_error` naming the field in `param`. */
export function parseChatRequest(
  body: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
  text: string | null = null,
): ChatRequest {
  const value = checkFields(body);
  const sent = body as JsonObject;
  const { messages } = sent;
  checkMessages(messages);
  const options = value.spidergate_options;
  const rest = 'spidergate_options' in sent ? withoutOptions(sent) : sent;
  const { needs, images } = findNeeds(messages, sent, value.response_format?.type);
  return {
    model: value.model,
    stream: value.stream === true,
    wantsUsage: value.stream_options?.include_usage === true,
    body: rest,
    text: text !== null && rest === sent && isUnambiguous(text, sent) ? text : null,
    options: options ?? {},
    needs,
    images,
    inputTokens: estimateTokens(messages, [value.tools, sent.functions, value.response_format]),
    wantsSchema: value.response_format?.type === 'json_schema',
    sessionKey: findSessionKey(rest, messages, headers),
    maxOutputTokens: value.max_completion_tokens ?? value.max_tokens ?? null,
    choices: value.n ?? 1,
    keepsModel: false,
  };
}

/** `functions`: what tools were called once; some SDKs still send them. */
function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function withoutOptions({ spidergate_options: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

function findNeeds(messages: readonly JsonObject[], body: JsonObject, format = 'text') {
  const needs: Capability[] = [];
  const need = (capability: Capability) => {
    if (!needs.includes(capability)) needs.push(capability);
  };
  let images = 0;
  for (const message of messages) {
    if (!Array.isArray(message.content)) continue;
    for (const part of message.content as readonly JsonObject[]) {
      if (part?.type === 'image_url') {
        need('vision');
        images += 1;
      }
      if (part?.type === 'input_audio') need('audio');
    }
  }
  if (hasAny(body.tools) || hasAny(body.functions)) need('tools');
  if (format !== 'text') need('json');
  return { needs, images };
}
