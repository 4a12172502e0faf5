import type { Failure } from '../attempt';
import type { AnswerReading, ChatRequest, Dialect } from '../chat';
import { type GatewayPorts, TransportError, type UpstreamResponse } from '../ports';
import type { Candidate } from '../route';
import {
  classifyAnswer,
  classifyEmbedded,
  classifyTransport,
  hideSecret,
  plainFailure,
} from './classify-failure';
import { createStreamReader, type StreamChunk, type StreamReader } from './stream-reader';

/** Bounds on what is held back before the first content. Source: routing.md, "Streams". */
const HELD_FRAMES = 64;
const HELD_CHARACTERS = 256 * 1024;
const LARGEST_ANSWER = 64 * 1024 * 1024;

export type CallPorts = Pick<GatewayPorts, 'clock' | 'transport' | 'keyRing' | 'health' | 'userAgent'>;

export interface UpstreamCall {
  readonly request: ChatRequest;
  readonly dialect: Dialect;
  readonly candidate: Candidate;
  readonly signal: AbortSignal;
  /** Until the first token of a stream, or until the whole JSON answer. */
  readonly firstTokenMs: number;
  /** Longest silence inside an answer that has begun. */
  readonly stallMs: number;
  /** Told the response headers, whatever the status: they may say what quota is left. */
  readonly onHead: (headers: Readonly<Record<string, string>>) => void;
  /** Hold the whole stream back until it is complete. */
  readonly holdBack: boolean;
}

export type UpstreamResult =
  | { readonly kind: 'answer'; readonly reading: AnswerReading; readonly firstByteAt: number }
  | {
      readonly kind: 'stream';
      readonly reader: StreamReader;
      readonly opened: readonly StreamChunk[];
      readonly firstByteAt: number;
      /** Every chunk is in `opened` already. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly firstByteAt: number | null };

/** Sends the request to one place and waits until it has answered, begun to stream, or failed. Never throws. */
export async function callUpstream(call: UpstreamCall, ports: CallPorts): Promise<UpstreamResult> {
  const secret = readSecret(call.candidate, ports);
  if (typeof secret !== 'string' && secret !== null)
    return { kind: 'failure', failure: secret, firstByteAt: null };
  const controller = new AbortController();
  const stop = () => controller.abort();
  call.signal.addEventListener('abort', stop, { once: true });
  if (call.signal.aborted) stop();
  let isLate = false;
  const cancelLimit = ports.clock.after(call.firstTokenMs, () => {
    isLate = true;
    stop();
  });
  let response: UpstreamResponse | null = null;
  let firstByteAt: number | null = null;
  try {
    response = await ports.transport.send(toRequest(call, secret, controller.signal, ports));
    firstByteAt = ports.clock.monotonic();
    call.onHead(response.headers);
    const result = await readResponse({ ...call, secret }, response, firstByteAt, stop, ports);
    if (result.kind !== 'failure') return result;
    if (!isLate) return { ...result, failure: hideSecret(result.failure, secret) };
    return {
      ...result,
      failure: plainFailure('first_token_timeout', 'first_token_timeout', response.status),
    };
  } catch (error) {
    const failure = isLate
      ? plainFailure(
          response ? 'first_token_timeout' : 'headers_timeout',
          'timeout',
          response?.status ?? null,
        )
      : toFailure(error, response ? 'first_token' : 'head');
    return { kind: 'failure', failure, firstByteAt };
  } finally {
    cancelLimit();
    // A live stream goes on: its own end, or the caller's, stops the upstream.
    if (firstByteAt === null) call.signal.removeEventListener('abort', stop);
  }
}

function readSecret({ key }: Candidate, { keyRing }: CallPorts): string | null | Failure {
  if (key === null) return null;
  const answer = keyRing.secretOf(key.id);
  if (answer.ok) {
    keyRing.touch(key.id);
    return answer.secret;
  }
  return plainFailure(answer.reason === 'vault_locked' ? 'vault_locked' : 'key_damaged', answer.reason);
}

function toRequest(call: UpstreamCall, secret: string | null, signal: AbortSignal, ports: CallPorts) {
  const { candidate, dialect, request } = call;
  const { provider, model, key } = candidate;
  const refusedParams = ports.health.refusedParams(provider.id, model);
  const base = provider.baseUrl.replace(/\{([a-z_]+)\}/g, (_, field: string) =>
    encodeURIComponent(key?.fields[field] ?? ''),
  );
  return {
    method: 'POST',
    url: base + dialect.path,
    headers: {
      'content-type': 'application/json',
      accept: request.stream ? 'text/event-stream' : 'application/json',
      'user-agent': ports.userAgent,
      ...provider.extraHeaders,
      ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(dialect.toUpstream(request, { provider, model, refusedParams })),
    signal,
    headersTimeoutMs: call.firstTokenMs,
    // A stall inside an answer is watched by the stream reader, which knows where the answer begins.
    idleTimeoutMs: Math.max(call.firstTokenMs, call.stallMs),
  } as const;
}

async function readResponse(
  call: UpstreamCall & { readonly secret: string | null },
  response: UpstreamResponse,
  firstByteAt: number,
  stop: () => void,
  ports: CallPorts,
): Promise<UpstreamResult> {
  const { status, headers } = response;
  const type = headers['content-type'] ?? '';
  if (status < 200 || status > 299) {
    const body = parseLoosely(await readText(response.body));
    return {
      kind: 'failure',
      failure: classifyAnswer(status, headers, body, ports.clock.now()),
      firstByteAt,
    };
  }
  if (!call.request.stream) return readWhole(call, response, firstByteAt, ports);
  if (/json|html/i.test(type)) {
    const failure = judgeWrongBody(await readText(response.body), status, ports.clock.now());
    return { kind: 'failure', failure, firstByteAt };
  }
  const reader = createStreamReader({
    body: response.body,
    dialect: call.dialect,
    clock: ports.clock,
    secret: call.secret,
    stop,
  });
  return openStream(reader, call, firstByteAt);
}

async function readWhole(
  call: UpstreamCall,
  response: UpstreamResponse,
  firstByteAt: number,
  ports: CallPorts,
): Promise<UpstreamResult> {
  const text = await readText(response.body);
  const reading = call.dialect.readAnswer(parseLoosely(text));
  if (reading) return { kind: 'answer', reading, firstByteAt };
  return { kind: 'failure', failure: judgeWrongBody(text, response.status, ports.clock.now()), firstByteAt };
}

/** Reads until the answer has really begun, so that every earlier failure stays invisible to the caller. */
async function openStream(
  reader: StreamReader,
  call: UpstreamCall,
  firstByteAt: number,
): Promise<UpstreamResult> {
  const opened: StreamChunk[] = [];
  let held = 0;
  for (;;) {
    const step = await reader.read();
    if (step.kind === 'failure') {
      return {
        kind: 'failure',
        failure: opened.length === 0 ? asEmpty(step.failure) : step.failure,
        firstByteAt,
      };
    }
    if (step.kind === 'end') {
      if (opened.length > 0) return { kind: 'stream', reader, opened, firstByteAt, isWhole: true };
      return { kind: 'failure', failure: plainFailure('not_an_answer', 'empty_answer', 200), firstByteAt };
    }
    if (opened.length === 0 && call.holdBack) reader.watchStall(call.stallMs);
    opened.push(...step.chunks);
    held += step.chunks.reduce((sum, chunk) => sum + chunk.data.length, 0);
    if (call.holdBack) continue;
    const hasBegun = step.chunks.some((chunk) => chunk.kind === 'delta' || chunk.finished);
    if (hasBegun) reader.watchStall(call.stallMs);
    if (hasBegun || opened.length >= HELD_FRAMES || held >= HELD_CHARACTERS) {
      return { kind: 'stream', reader, opened, firstByteAt, isWhole: false };
    }
  }
}

/** A stream that ended without a single event was no answer at all. */
function asEmpty(failure: Failure): Failure {
  return failure.code === 'stream_ended_early' ? plainFailure('not_an_answer', 'empty_answer', 200) : failure;
}

function judgeWrongBody(text: string, status: number, now: number): Failure {
  const body = parseLoosely(text);
  const hasError = typeof body === 'object' && body !== null && ('error' in body || Array.isArray(body));
  return hasError ? classifyEmbedded(body, now) : plainFailure('not_an_answer', 'not_an_answer', status);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new TransportError('protocol', 'the answer is too large');
  }
  return text + decoder.decode();
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toFailure(error: unknown, phase: 'head' | 'first_token'): Failure {
  if (error instanceof TransportError) return classifyTransport(error, phase);
  return plainFailure('connection_failed', 'unexpected');
}
