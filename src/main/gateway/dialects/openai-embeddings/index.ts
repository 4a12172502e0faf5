import { z } from 'zod';
import type { AnswerReading, ChatRequest, Dialect, JsonObject } from '../../chat';
import { estimateTextTokens } from '../estimate-tokens';
import { readUsage } from '../openai-chat/read-usage';
import { optionsSchema, toRequestError } from '../request-options';

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
  toUpstream: (request, { provider, model }) => ({
    ...provider.quirks.withEmbeddings,
    ...request.body,
    model,
  }),
  readAnswer,
  readChunk: () => {
    throw new SyntaxError('embeddings do not stream');
  },
};

function parse(body: unknown): ChatRequest {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw toRequestError(parsed.error);
  const { spidergate_options: options, ...rest } = parsed.data;
  return {
    model: rest.model,
    stream: false,
    wantsUsage: false,
    body: rest,
    options: options ?? {},
    needs: [],
    inputTokens: Math.max(1, countInput(rest.input)),
    sessionKey: null,
    maxOutputTokens: null,
    choices: 1,
    keepsModel: true,
  };
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
  usage: z.looseObject({ prompt_tokens: z.number().nonnegative() }).nullish(),
});

function readAnswer(body: unknown): AnswerReading | null {
  const parsed = answerSchema.safeParse(body);
  if (!parsed.success) return null;
  const answer = body as JsonObject;
  return { body: answer, usage: parsed.data.usage ? readUsage(answer) : null, textLength: 0 };
}
