import type { StreamSafety } from '../../shared/domain/alias';
import type { Capability, ProviderDefinition } from './types';

/** `spidergate_options` of a request, checked. Source: api.md, "Request options". */
export interface RequestOptions {
  readonly max_cost_usd?: number | undefined;
  readonly fallback_models?: readonly string[] | undefined;
  readonly preferred_providers?: readonly string[] | undefined;
  readonly excluded_providers?: readonly string[] | undefined;
  readonly timeout_ms?: number | undefined;
  readonly retry_count?: number | undefined;
  readonly stream_safety?: StreamSafety | undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** A request after its dialect has checked it. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: boolean;
  /** The caller wants the usage chunk at the end of a stream. */
  readonly wantsUsage: boolean;
  /** What the caller sent, without `spidergate_options`. */
  readonly body: JsonObject;
  /** The same as the caller wrote it; `null`: nobody has it, or it could be read in another way. */
  readonly text: string | null;
  readonly options: RequestOptions;
  /** Capabilities a model must have to answer this at all. */
  readonly needs: readonly Capability[];
  /** How many pictures are in it; left out where there are none. */
  readonly images?: number;
  /** The answer has to keep to a JSON schema of the caller's. */
  readonly wantsSchema?: boolean;
  /** Tokens, estimated; never below 1. */
  readonly inputTokens: number;
  /** What holds the conversation together; `null`: a single request. */
  readonly sessionKey: string | null;
  /** The caller's own limit on the answer; `null`: none named. */
  readonly maxOutputTokens: number | null;
  /** How many answers are asked for at once. */
  readonly choices: number;
  /** Only the model of the first candidate may serve: answers of two models do not mix. */
  readonly keepsModel: boolean;
}

/** Usage as the provider counted it. `null` fields were not told. */
export interface RawUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
  /** The upstream's own price of this call in USD. */
  readonly costUsd: number | null;
  /** Left out where there are none. */
  readonly parts?: UsageParts;
}

/** Parts of input and output that may have a price of their own. Tokens; contained in `input` and `output`. */
export interface UsageParts {
  readonly cacheWrite: number;
  readonly audioInput: number;
  readonly imageInput: number;
  readonly audioOutput: number;
}

/** What one chunk of a stream says. */
export interface ChunkReading {
  readonly kind: 'delta' | 'other' | 'usage_only' | 'error';
  readonly finished: boolean;
  readonly usage: RawUsage | null;
  /** Characters of answer text in it, for an estimate when no usage comes. */
  readonly textLength: number;
  readonly chunk: JsonObject;
}

/** What a whole JSON answer says; `null` when it is not an answer at all. */
export interface AnswerReading {
  readonly body: JsonObject;
  readonly usage: RawUsage | null;
  readonly textLength: number;
}

/** One wire format that callers and providers speak. */
export interface Dialect {
  readonly name: string;
  readonly path: string;
  /** Throws SpiderGateError with `param`. */
  parse(
    body: unknown,
    headers: Readonly<Record<string, string | undefined>>,
    /** Of the body, where somebody has it. */
    text?: string | null,
  ): ChatRequest;
  /** The body for one provider: its quirks applied, its model filled in. */
  toUpstream(request: ChatRequest, place: UpstreamPlace): JsonObject;
  /** `request`: what was asked for, where an answer has to be brought into that form. */
  readAnswer(body: unknown, request: ChatRequest): AnswerReading | null;
  /** Throws SyntaxError when the data is not JSON. */
  readChunk(data: string): ChunkReading;
}

export interface UpstreamPlace {
  readonly provider: ProviderDefinition;
  readonly model: string;
  /** Parameters this model was seen to refuse. */
  readonly refusedParams: readonly string[];
}
