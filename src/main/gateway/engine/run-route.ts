import type { AttemptRecord, Failure } from '../attempt';
import type { AnswerReading, ChatRequest, Dialect } from '../chat';
import type { HealthLease } from '../health/types';
import { isLocalAddress } from '../local-address';
import type { GatewayPorts } from '../ports';
import type { Candidate, RoutePlan } from '../route';
import { type CallPorts, callUpstream, type UpstreamResult } from './call-upstream';
import { type CandidateQueue, createCandidateQueue } from './candidate-queue';
import { decide } from './failure-rules';
import type { StreamChunk, StreamReader } from './stream-reader';

/** No new attempt begins after this. Source: routing.md, "Attempt budget". */
const FIRST_TOKEN_BUDGET_MS = 45_000;
const STALL_MS = 15_000;
/** A JSON answer comes whole, so silence proves little; with somebody else left it is cut sooner. */
const JSON_LIMIT_MS = 60_000;
const LAST_JSON_LIMIT_MS = 600_000;

export type EnginePorts = CallPorts & Pick<GatewayPorts, 'random'>;

export interface EngineRun {
  readonly plan: RoutePlan;
  readonly request: ChatRequest;
  readonly dialect: Dialect;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}

export type EngineOutcome =
  | {
      readonly kind: 'answer';
      readonly candidate: Candidate;
      readonly reading: AnswerReading;
      readonly attempts: readonly AttemptRecord[];
    }
  | {
      readonly kind: 'stream';
      readonly candidate: Candidate;
      readonly opened: readonly StreamChunk[];
      readonly reader: StreamReader;
      readonly isWhole: boolean;
      /** Closes the attempt and gives all of them; the first call counts. */
      readonly conclude: (failure: Failure | null) => readonly AttemptRecord[];
    }
  | { readonly kind: 'failed'; readonly attempts: readonly AttemptRecord[]; readonly failure: Failure };

/** Tries the candidates of a plan, best first, until one answers or nothing is left to try. */
export async function runRoute(run: EngineRun, ports: EnginePorts): Promise<EngineOutcome> {
  const queue = createCandidateQueue(run.plan.candidates);
  const attempts: AttemptRecord[] = [];
  let retried: Candidate | null = null;
  let last: Failure | null = null;
  for (let candidate = queue.next(); candidate; candidate = queue.next()) {
    const elapsed = ports.clock.monotonic() - run.arrivedAt;
    if (attempts.length >= run.plan.temper.max_attempts || elapsed >= budgetOf(run)) break;
    const { result, attempt } = await tryCandidate(run, candidate, queue, ports);
    if (result.kind === 'answer') {
      attempts.push(attempt.close(null));
      return { kind: 'answer', candidate, reading: result.reading, attempts };
    }
    if (result.kind === 'stream') {
      const conclude = (failure: Failure | null) => [...attempts, attempt.close(failure)];
      return {
        kind: 'stream',
        candidate,
        opened: result.opened,
        reader: result.reader,
        isWhole: result.isWhole,
        conclude,
      };
    }
    last = result.failure;
    const record = attempt.close(last);
    attempts.push(record);
    const decision = decide(last, {
      candidate,
      isRetry: retried === candidate,
      tookMs: record.endedAt - record.startedAt,
      patienceMs: run.plan.temper.patience_ms,
      hasOthers: queue.hasOthers(candidate),
      jitter: ports.random(),
    });
    if (decision.step === 'stop' || run.signal.aborted) break;
    if (decision.step === 'next') {
      queue.exclude(candidate, decision.exclude);
      continue;
    }
    retried = candidate;
    if (!(await pause(decision.afterMs, run.signal, ports))) break;
  }
  return { kind: 'failed', attempts, failure: last ?? abortedFailure() };
}

/** What the request will take from a token quota: its input and the largest answer it allows. */
function drawOf({ inputTokens, maxOutputTokens }: ChatRequest): number {
  return inputTokens + (maxOutputTokens ?? 0);
}

function budgetOf({ request }: EngineRun): number {
  return request.options.timeout_ms ?? FIRST_TOKEN_BUDGET_MS;
}

/** False when the caller went away meanwhile. */
async function pause(ms: number, signal: AbortSignal, { clock }: EnginePorts): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch {
    return false;
  }
}

async function tryCandidate(run: EngineRun, candidate: Candidate, queue: CandidateQueue, ports: EnginePorts) {
  const { clock, health } = ports;
  const startedAt = clock.monotonic();
  const lease = health.begin(
    {
      provider: candidate.provider.id,
      model: candidate.model,
      keyId: candidate.key?.id ?? null,
      account: candidate.key?.account ?? null,
      isLocal: isLocalAddress(candidate.provider.baseUrl),
    },
    drawOf(run.request),
  );
  const result: UpstreamResult = await callUpstream(
    {
      request: run.request,
      dialect: run.dialect,
      candidate,
      signal: run.signal,
      onHead: lease.learn,
      firstTokenMs: limitOf(run, queue.hasOthers(candidate), startedAt - run.arrivedAt),
      stallMs: STALL_MS,
      holdBack: run.request.stream && run.plan.temper.stream_safety === 'complete',
    },
    ports,
  );
  return { result, attempt: openAttempt(candidate, startedAt, result, lease, ports) };
}

/** The last one left may take all the time there is: cutting it off would help nobody. */
function limitOf({ request, plan }: EngineRun, hasOthers: boolean, elapsed: number): number {
  const { timeout_ms: timeout } = request.options;
  const rest = Math.max(1, (timeout ?? FIRST_TOKEN_BUDGET_MS) - elapsed);
  if (request.stream) return hasOthers ? Math.min(plan.temper.first_token_ms, rest) : rest;
  if (timeout !== undefined) return rest;
  return hasOthers ? Math.max(plan.temper.first_token_ms, JSON_LIMIT_MS) : LAST_JSON_LIMIT_MS;
}

function openAttempt(
  candidate: Candidate,
  startedAt: number,
  result: UpstreamResult,
  lease: HealthLease,
  { clock }: EnginePorts,
) {
  let closed: AttemptRecord | null = null;
  return {
    close(failure: Failure | null): AttemptRecord {
      if (closed) return closed;
      closed = {
        candidate,
        startedAt,
        firstByteAt: result.firstByteAt,
        endedAt: clock.monotonic(),
        outcome: failure?.kind ?? 'ok',
        httpStatus: failure ? failure.httpStatus : 200,
        errorCode: failure?.code ?? null,
        cooldownUntil: settleLease(lease, failure),
      };
      return closed;
    },
  };
}

function settleLease(lease: HealthLease, failure: Failure | null): number | null {
  if (failure === null) {
    lease.succeed();
    return null;
  }
  if (failure.kind === 'aborted') {
    lease.release();
    return null;
  }
  return lease.fail(failure);
}

function abortedFailure(): Failure {
  return {
    kind: 'aborted',
    httpStatus: null,
    code: 'aborted',
    retryAfterMs: null,
    message: null,
    param: null,
  };
}
