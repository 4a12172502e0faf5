import { addressOf } from '../../../shared/domain/provider-address';
import type { Failure } from '../attempt';
import type { ChatRequest, Dialect, JsonObject } from '../chat';
import { type GatewayPorts, TransportError, type UpstreamResponse } from '../ports';
import { reuseText } from '../reuse-text';
import type { Candidate } from '../route';
import { type StopSignal, StopSwitch } from '../stop-switch';
import {
  classifyAnswer,
  classifyEmbedded,
  classifyTransport,
  hideSecret,
  plainFailure,
} from './classify-failure';
import { holdStream, LARGEST_ANSWER, openStream, type UpstreamResult } from './open-stream';
import { createStreamReader } from './stream-reader';

/** Keeps nothing between whole texts; making one for each answer would cost more than decoding it. */
const UTF_8 = new TextDecoder();

export type CallPorts = Pick<GatewayPorts, 'clock' | 'transport' | 'keyRing' | 'health' | 'userAgent'>;

export interface UpstreamCall {
  readonly request: ChatRequest;
  readonly dialect: Dialect;
  readonly candidate: Candidate;
  readonly signal: StopSignal;
  /** Until the first token of a stream, or until the whole JSON answer. */
  readonly firstTokenMs: number;
  /** Longest silence inside an answer that has begun. */
  readonly stallMs: number;
  /** Told the response headers, whatever the status: they may say what quota is left. */
  readonly onHead: (headers: Readonly<Record<string, string>>) => void;
  /** Told when the first token of a stream is there. */
  readonly onBegun: () => void;
  /** Hold the whole stream back until it is complete. */
  readonly holdBack: boolean;
}

/** Sends the request to one place and waits until it has answered, begun to stream, or failed. Never throws. */
export async function callUpstream(call: UpstreamCall, ports: CallPorts): Promise<UpstreamResult> {
  const secret = readSecret(call.candidate, ports);
  if (typeof secret !== 'string' && secret !== null)
    return { kind: 'failure', failure: secret, firstByteAt: null };
  const controller = new StopSwitch();
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
    response = await ports.transport.send(toRequest(call, secret, controller, ports));
    firstByteAt = ports.clock.monotonic();
    call.onHead(response.headers);
    const onBegun = () => {
      cancelLimit();
      call.onBegun();
    };
    const reading = readResponse(call, { response, firstByteAt, secret, onBegun, stop }, ports);
    // Most answers come whole with their head; waiting for what is there would cost another turn.
    const result = reading instanceof Promise ? await reading : reading;
    if (result.kind !== 'failure') return result;
    const failure = isLate ? toFailure(null, response, isLate, ports) : result.failure;
    return { ...result, failure: hideKey(failure, secret, call, ports) };
  } catch (error) {
    const failure = hideKey(toFailure(error, response, isLate, ports), secret, call, ports);
    return { kind: 'failure', failure, firstByteAt };
  } finally {
    cancelLimit();
    // A live stream goes on: its own end, or the caller's, stops the upstream.
    if (firstByteAt === null) call.signal.removeEventListener('abort', stop);
  }
}

/** The key may have renewed itself under way: then the provider was sent another one, too. */
function hideKey(
  failure: Failure,
  secret: string | null,
  { candidate }: UpstreamCall,
  { keyRing }: CallPorts,
): Failure {
  const now = candidate.key === null ? null : keyRing.secretOf(candidate.key.id);
  return hideSecret(hideSecret(failure, secret), now?.ok ? now.secret : null);
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

function toRequest(call: UpstreamCall, secret: string | null, signal: StopSignal, ports: CallPorts) {
  const { candidate, dialect, request } = call;
  const { provider, model, key } = candidate;
  const refusedParams = ports.health.refusedParams(provider.id, model);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: request.stream ? 'text/event-stream' : 'application/json',
    'user-agent': ports.userAgent,
    ...provider.extraHeaders,
  };
  if (secret !== null) headers.authorization = `Bearer ${secret}`;
  return {
    method: 'POST',
    url: addressOf(provider, key?.fields) + dialect.path,
    provider: provider.id,
    headers,
    body: toText(dialect.toUpstream(request, { provider, model, refusedParams }), request),
    signal,
    // This call has its own limit until the first token, and the stream reader knows a stall when it sees one.
    headersTimeoutMs: Number.POSITIVE_INFINITY,
    idleTimeoutMs: Number.POSITIVE_INFINITY,
  } as const;
}

function toText(wanted: JsonObject, { text, body }: ChatRequest): string {
  return (text === null ? null : reuseText(text, body, wanted)) ?? JSON.stringify(wanted);
}

interface Arrived {
  readonly response: UpstreamResponse;
  readonly firstByteAt: number;
  readonly secret: string | null;
  readonly onBegun: () => void;
  readonly stop: () => void;
}

function readResponse(
  call: UpstreamCall,
  arrived: Arrived,
  ports: CallPorts,
): UpstreamResult | Promise<UpstreamResult> {
  const { response, firstByteAt, onBegun } = arrived;
  if (isError(response)) return readError(response, firstByteAt, ports);
  if (!call.request.stream) return readWhole(call, response, firstByteAt, ports);
  if (/json|html/i.test(response.headers['content-type'] ?? ''))
    return readWrongBody(response, firstByteAt, ports);
  const reader = createStreamReader({
    body: response.body,
    dialect: call.dialect,
    clock: ports.clock,
    secret: arrived.secret,
    choices: call.request.choices,
    stop: arrived.stop,
  });
  const opening = { reader, firstByteAt, stallMs: call.stallMs, onBegun };
  return call.holdBack ? holdStream(opening, ports.clock) : openStream(opening);
}

async function readError(
  { status, headers, body }: UpstreamResponse,
  firstByteAt: number,
  { clock }: CallPorts,
): Promise<UpstreamResult> {
  const words = parseLoosely(await readText(body));
  return { kind: 'failure', failure: classifyAnswer(status, headers, words, clock.now()), firstByteAt };
}

async function readWrongBody(
  { status, body }: UpstreamResponse,
  firstByteAt: number,
  { clock }: CallPorts,
): Promise<UpstreamResult> {
  return {
    kind: 'failure',
    failure: judgeWrongBody(await readText(body), status, clock.now()),
    firstByteAt,
  };
}

function readWhole(
  call: UpstreamCall,
  response: UpstreamResponse,
  firstByteAt: number,
  ports: CallPorts,
): UpstreamResult | Promise<UpstreamResult> {
  const read = (text: string): UpstreamResult => {
    const body = parseLoosely(text);
    const reading = call.dialect.readAnswer(body, call.request);
    if (reading) return { kind: 'answer', reading, text: reading.body === body ? text : null, firstByteAt };
    return {
      kind: 'failure',
      failure: judgeWrongBody(text, response.status, ports.clock.now()),
      firstByteAt,
    };
  };
  const whole = response.body.takeWhole?.();
  return whole ? read(decode(whole)) : readText(response.body).then(read);
}

function judgeWrongBody(text: string, status: number, now: number): Failure {
  const body = parseLoosely(text);
  const hasError = typeof body === 'object' && body !== null && ('error' in body || Array.isArray(body));
  return hasError ? classifyEmbedded(body, now) : plainFailure('not_an_answer', 'not_an_answer', status);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of body) {
    pieces.push(bytes);
    length += bytes.length;
    if (length > LARGEST_ANSWER) throw new TransportError('protocol', 'the answer is too large');
  }
  return decode(pieces);
}

function decode(pieces: readonly Uint8Array[]): string {
  return UTF_8.decode(pieces.length === 1 ? pieces[0] : join(pieces));
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `error` is of no interest when the time was over first. */
function toFailure(
  error: unknown,
  response: UpstreamResponse | null,
  isLate: boolean,
  { clock }: CallPorts,
): Failure {
  // An error status says what is wrong even when the words after it never come.
  if (response && isError(response))
    return classifyAnswer(response.status, response.headers, '', clock.now());
  if (isLate) {
    const kind = response ? 'first_token_timeout' : 'headers_timeout';
    return plainFailure(kind, 'timeout', response?.status ?? null);
  }
  if (error instanceof TransportError) return classifyTransport(error, response ? 'first_token' : 'head');
  return plainFailure('connection_failed', 'unexpected');
}

function isError({ status }: UpstreamResponse): boolean {
  return status < 200 || status > 299;
}
