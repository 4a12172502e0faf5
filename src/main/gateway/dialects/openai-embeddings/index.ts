import { z } from 'zod';
import type { AnswerReading, ChatRequest, Dialect, JsonObject, RawUsage, UpstreamPlace } from '../../chat';
import { isUnambiguous } from '../../reuse-text';
import { estimateTextTokens } from '../estimate-tokens';
import { readUsage } from '../openai-chat/read-usage';
import { optionsSchema, toRequestError } from '../request-options';
import { encodeVector } from './encode-vector';

/** Token ids count one each; a text is estimated. */
const input = z.union([
  z.string().min(1),
  z.array(z.string()).min(1).max(2048),
  z.array(z.int()).min(1),
  z.array(z.array(z.int()).min(1)).min(1).max(2048),
]);

const bodySchema = z.looseObject({
  model: z.string().min(1).max(300),
  input,
  dimensions: z.int().positive().nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  spidergate_options: optionsSchema.nullish(),
});

/** `POST /embeddings`. Vectors of two models do not mix, so there is no fallback to another model. */
export const openaiEmbeddings: Dialect = {
  name: 'openai-embeddings',
  path: '/embeddings',
  parse,
  toUpstream,
  readAnswer,
  readChunk: () => {
    throw new SyntaxError('embeddings do not stream');
  },
};

function parse(
  body: unknown,
  _headers: Readonly<Record<string, string | undefined>>,
  text: string | null = null,
): ChatRequest {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw toRequestError(parsed.error);
  const { spidergate_options: options, ...rest } = parsed.data;
  return {
    model: rest.model,
    stream: false,
    wantsUsage: false,
    body: rest,
    text: text !== null && options === undefined && isUnambiguous(text, rest) ? text : null,
    options: options ?? {},
    needs: [],
    inputTokens: Math.max(1, countInput(rest.input)),
    sessionKey: null,
    maxOutputTokens: null,
    choices: 1,
    keepsModel: true,
  };
}

function toUpstream(request: ChatRequest, { provider, model }: UpstreamPlace): JsonObject {
  const { withEmbeddings, dropParams } = provider.quirks;
  const body: Record<string, unknown> = { ...withEmbeddings, ...request.body, model };
  for (const name of dropParams) delete body[name];
  return body;
}

function countInput(value: z.output<typeof input>): number {
  if (typeof value === 'string') return estimateTextTokens(value);
  let tokens = 0;
  for (const item of value) {
    tokens +=
      typeof item === 'string' ? estimateTextTokens(item) : typeof item === 'number' ? 1 : item.length;
  }
  return tokens;
}

const answerSchema = z.looseObject({
  data: z.array(z.looseObject({ embedding: z.union([z.string(), z.array(z.number())]) })).min(1),
  error: z.null().optional(),
  // What it says of tokens is no part of the answer: some tell the total alone, some nothing that can be read.
  usage: z.unknown().optional(),
});

function readAnswer(body: unknown, request: ChatRequest): AnswerReading | null {
  const parsed = answerSchema.safeParse(body);
  if (!parsed.success) return null;
  // Many providers answer with numbers whatever was asked for; some SDKs can read nothing but what they asked for.
  const wantsBase64 = request.body.encoding_format === 'base64';
  const answer = (wantsBase64 ? { ...parsed.data, data: parsed.data.data.map(encode) } : body) as JsonObject;
  return { body: answer, usage: readUsage(answer) ?? readTotal(parsed.data.usage), textLength: 0 };
}

function encode<T extends { readonly embedding: string | readonly number[] }>(entry: T): T {
  const { embedding } = entry;
  return typeof embedding === 'string' ? entry : { ...entry, embedding: encodeVector(embedding) };
}

const totalSchema = z.looseObject({ total_tokens: z.int().nonnegative() });

/** There is no output, so the total is the input. */
function readTotal(usage: unknown): RawUsage | null {
  const told = totalSchema.safeParse(usage);
  return told.success
    ? { input: told.data.total_tokens, output: 0, cached: 0, reasoning: 0, costUsd: null }
    : null;
}
