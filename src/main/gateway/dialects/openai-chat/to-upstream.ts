import type { ChatRequest, JsonObject, UpstreamPlace } from '../../chat';
import type { ProviderQuirks } from '../../types';
import { shortenToolCallIds } from './tool-call-ids';

/** The request as one provider wants it. Large parts are shared with the original, never copied needlessly. */
export function toUpstreamBody(request: ChatRequest, place: UpstreamPlace): JsonObject {
  const { quirks } = place.provider;
  const body: Record<string, unknown> = { ...request.body, model: place.model };
  applyLimit(body, request.maxOutputTokens, quirks);
  if (quirks.maxTemperature !== null && Number(body.temperature) > quirks.maxTemperature)
    body.temperature = quirks.maxTemperature;
  if (request.stream) {
    if (quirks.streamOptions) body.stream_options = { ...asObject(body.stream_options), include_usage: true };
    else delete body.stream_options;
  } else {
    delete body.stream_options;
  }
  if (quirks.singleChoice && body.n === 1) delete body.n;
  const hasTools = Array.isArray(body.tools) && body.tools.length > 0;
  if (hasTools) {
    addFields(body, quirks.withTools);
    if (quirks.stripToolSchemaKeys.length > 0) body.tools = stripKeys(body.tools, quirks.stripToolSchemaKeys);
  }
  if (request.needs.includes('json')) addFields(body, quirks.withJson);
  for (const [from, to] of Object.entries(quirks.renameParams)) {
    if (body[from] === undefined) continue;
    body[to] = body[from];
    delete body[from];
  }
  for (const name of quirks.dropParams) {
    if (!(name in quirks.withTools && hasTools)) delete body[name];
  }
  dropRefused(body, place.refusedParams);
  body.messages = toUpstreamMessages(body.messages, quirks);
  return body;
}

function applyLimit(body: Record<string, unknown>, asked: number | null, quirks: ProviderQuirks): void {
  const limit = asked ?? quirks.defaultMaxTokens;
  if (limit === null) return;
  if (quirks.maxTokensField === 'either') {
    // Of two limits a provider might go by the one that nobody reckoned with.
    const hasBoth = typeof body.max_tokens === 'number' && typeof body.max_completion_tokens === 'number';
    if (asked === null || hasBoth) body.max_tokens = limit;
    return;
  }
  delete body.max_tokens;
  delete body.max_completion_tokens;
  body[quirks.maxTokensField] = limit;
}

/** What the provider needs stands; of an object, only the fields the caller has not set. */
function addFields(body: Record<string, unknown>, fields: JsonObject): void {
  for (const [name, value] of Object.entries(fields)) {
    body[name] = typeof value === 'object' ? { ...asObject(value), ...asObject(body[name]) } : value;
  }
}

/**
 * A limit that is refused under one name may be known under the other. Refused under both, it stays and is refused again:
 * without one, the answer could cost more than anybody reckoned with.
 */
function dropRefused(body: Record<string, unknown>, refused: readonly string[]): void {
  for (const name of refused) {
    const other = OTHER_LIMIT[name];
    if (other && refused.includes(other)) continue;
    if (other && body[name] !== undefined) body[other] ??= body[name];
    delete body[name];
  }
}

const OTHER_LIMIT: Readonly<Record<string, string>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

function toUpstreamMessages(messages: unknown, quirks: ProviderQuirks): unknown {
  if (!Array.isArray(messages)) return messages;
  const renamesDeveloper = !quirks.developerRole && messages.some((message) => message?.role === 'developer');
  const changes =
    renamesDeveloper ||
    quirks.dropMessageFields.length > 0 ||
    quirks.flattenTextContent ||
    quirks.emptyContentForNull ||
    quirks.shortToolCallIds;
  return changes ? messages.map((message) => toUpstreamMessage(message, quirks)) : messages;
}

function toUpstreamMessage(message: JsonObject, quirks: ProviderQuirks): JsonObject {
  const changed: Record<string, unknown> = { ...message };
  if (!quirks.developerRole && changed.role === 'developer') changed.role = 'system';
  for (const field of quirks.dropMessageFields) delete changed[field];
  if (quirks.emptyContentForNull && changed.content === null) changed.content = '';
  if (quirks.shortToolCallIds) shortenToolCallIds(changed);
  if (quirks.flattenTextContent) changed.content = flattenText(changed.content);
  return changed;
}

/** Joins text parts; content with anything but text stays as it is. */
function flattenText(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const texts = content.map((part) =>
    part?.type === 'text' && typeof part.text === 'string' ? part.text : null,
  );
  return texts.includes(null) ? content : texts.join('\n');
}

function stripKeys(value: unknown, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => stripKeys(item, keys));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !keys.includes(name))
      .map(([name, item]) => [name, stripKeys(item, keys)]),
  );
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
