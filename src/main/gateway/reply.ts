import { toUsd } from '../../shared/domain/money';
import type { Permit } from './auth/types';
import { type Ending, findFallback, type RequestRecord, type Settled } from './callbacks';
import type { ChatRequest, JsonObject } from './chat';
import { describeKind, type EngineOutcome, explainFailure } from './engine';
import { SpiderGateError } from './errors';
import type { GatewayCall, GatewayReply } from './gateway';
import type { GatewayPorts } from './ports';
import { createFrames, type FrameSource, toFallbackHeaders, toMetadata } from './response';
import { reuseText } from './reuse-text';
import type { Candidate, RoutePlan } from './route';

/** A request that is being answered. */
export interface Answering {
  readonly call: GatewayCall;
  readonly request: ChatRequest;
  readonly permit: Permit;
  readonly record: RequestRecord;
  readonly plan: RoutePlan | null;
}

type Routed = Answering & { readonly plan: RoutePlan };
type StreamOutcome = Extract<EngineOutcome, { kind: 'stream' }>;

/** Turns what the engine brought into what the caller gets, and closes the record of it. */
export function replyWith(
  outcome: EngineOutcome,
  routed: Routed,
  ports: GatewayPorts,
): GatewayReply | Promise<GatewayReply> {
  switch (outcome.kind) {
    case 'answer':
      return replyWithAnswer(outcome, routed, ports);
    case 'stream':
      return replyWithStream(outcome, routed, ports);
    case 'failed':
      return replyWithFailure(outcome, routed, ports);
  }
}

async function replyWithAnswer(
  outcome: Extract<EngineOutcome, { kind: 'answer' }>,
  routed: Routed,
  ports: GatewayPorts,
): Promise<GatewayReply> {
  const { candidate, reading, text, attempts } = outcome;
  rememberPlace(candidate, routed, ports);
  const settled = routed.record.close({
    ...endedWell(candidate, attempts),
    skipped: outcome.skipped,
    usage: reading.usage,
    textLength: reading.textLength,
    firstTokenAt: ports.clock.monotonic(),
  });
  if (settled.written) await settled.written;
  const body = {
    ...reading.body,
    model: reading.body.model ?? candidate.model,
    ...extend(routed, candidate, settled),
  };
  return {
    kind: 'json',
    status: 200,
    headers: { ...toFallbackHeaders(settled.fallbackFrom), ...routed.permit.headers() },
    body,
    text: (text === null ? null : reuseText(text, reading.body, body)) ?? undefined,
  };
}

async function replyWithFailure(
  outcome: Extract<EngineOutcome, { kind: 'failed' }>,
  { call, plan, record, permit }: Routed,
  ports: GatewayPorts,
): Promise<GatewayReply> {
  const { attempts, skipped } = outcome;
  const known = { ...plan, skipped: [...plan.skipped, ...skipped] };
  const error = explainFailure(known, attempts, outcome.failure, {
    now: ports.clock.now(),
    isOffline: ports.health.isOffline(),
  });
  const isAborted = outcome.failure.kind === 'aborted';
  // Whoever leaves pays for what was used by then.
  const left = isAborted ? attempts.findLast((attempt) => attempt.outcome === 'aborted') : undefined;
  const settled = record.close({
    status: isAborted ? 'aborted' : 'error',
    httpStatus: isAborted ? 499 : error.status,
    errorCode: isAborted ? 'client_closed_request' : error.code,
    attempts,
    skipped,
    served: left?.candidate ?? null,
    usage: left?.wasted?.usage ?? null,
    textLength: left?.wasted?.textLength ?? 0,
    firstTokenAt: null,
  });
  if (settled.written) await settled.written;
  const trace = call.includeRouteTrace ? { route_trace: settled.trace } : {};
  return {
    kind: 'json',
    status: error.status,
    headers: { ...permit.headers(), ...error.headers },
    body: { ...error.toBody(), ...trace },
  };
}

function replyWithStream(outcome: StreamOutcome, routed: Routed, ports: GatewayPorts): GatewayReply {
  const firstTokenAt = ports.clock.monotonic();
  return {
    kind: 'stream',
    headers: {
      ...toFallbackHeaders(findFallback(routed.plan, outcome.candidate)),
      ...routed.permit.headers(),
    },
    frames: createFrames(toFrameSource(outcome, routed, firstTokenAt, ports)),
  };
}

function toFrameSource(
  outcome: StreamOutcome,
  routed: Routed,
  firstTokenAt: number,
  ports: GatewayPorts,
): FrameSource {
  const { candidate, reader, conclude } = outcome;
  let isFirst = true;
  let broken: { readonly errorCode: string; readonly attempts: ReturnType<typeof conclude> } | null = null;
  const close = (ending: Pick<Ending, 'status' | 'httpStatus' | 'errorCode' | 'attempts'>) =>
    routed.record.close({
      ...reader.totals(),
      ...ending,
      skipped: outcome.skipped,
      served: candidate,
      firstTokenAt,
    });
  return {
    wantsUsage: routed.request.wantsUsage,
    model: candidate.model,
    async next() {
      if (isFirst) {
        isFirst = false;
        return { kind: 'chunks', chunks: outcome.opened };
      }
      if (outcome.isWhole) return { kind: 'end' };
      const step = await reader.read();
      if (step.kind !== 'failure') return step;
      const error = new SpiderGateError(
        'stream_interrupted',
        `The answer broke off at ${candidate.provider.name} (${describeKind(step.failure)}). What came so far is not complete.`,
      );
      broken = { errorCode: error.code, attempts: conclude(step.failure) };
      return { kind: 'error', error };
    },
    onWhole: async () => {
      rememberPlace(candidate, routed, ports);
      const settled = close({ ...endedWell(candidate, conclude(null)) });
      if (settled.written) await settled.written;
      return extend(routed, candidate, settled) as JsonObject;
    },
    onBroken: async (how) => {
      reader.close();
      // A caller who leaves also breaks the upstream off; that is no fault of the provider.
      if (how === 'error' && broken && !routed.call.signal.aborted) {
        await close({ status: 'error', httpStatus: 502, ...broken }).written;
        return;
      }
      await close({
        status: 'aborted',
        httpStatus: 499,
        errorCode: 'client_closed_request',
        attempts: conclude(ABORTED),
      }).written;
    },
  };
}

/** Only whole answers make a place a conversation's own. */
function rememberPlace(
  candidate: Candidate,
  { plan, request, record }: Routed,
  { affinity }: GatewayPorts,
): void {
  if (plan.alias !== null && request.sessionKey !== null) {
    affinity.remember(`${record.clientId}/${request.sessionKey}`, candidate);
  }
}

const ABORTED = {
  kind: 'aborted',
  httpStatus: 200,
  code: 'client_closed_request',
  retryAfterMs: null,
  message: null,
  param: null,
} as const;

function endedWell(served: Candidate, attempts: Ending['attempts']) {
  return { status: 'ok', httpStatus: 200, errorCode: null, attempts, served } as const;
}

function extend({ call, plan }: Routed, candidate: Candidate, settled: Settled) {
  return toMetadata({
    requestId: call.requestId,
    candidate,
    requested: plan.requested,
    latencyMs: settled.totalMs,
    costUsd: toUsd(settled.cost.nanoUsd),
    costSource: settled.cost.source,
    isFallback: settled.fallbackFrom !== null,
    trace: call.includeRouteTrace ? settled.trace : null,
  });
}
