import { type AttemptRecord, type Failure, OVERTAKEN } from '../attempt';
import type { AnswerReading } from '../chat';
import type { GatewayPorts } from '../ports';
import { type Candidate, nameKey, type SkippedPlace, type SkipReason } from '../route';
import { type CallPorts, callUpstream } from './call-upstream';
import { type CandidateQueue, createCandidateQueue } from './candidate-queue';
import { plainFailure } from './classify-failure';
import { type Decision, decide, LAST_RESORT_WAIT_MS } from './failure-rules';
import { type OpenAttempt, openAttempt, toHealthPlace, tokensOf } from './open-attempt';
import type { UpstreamResult } from './open-stream';
import type { EngineRun } from './run-route';
import type { StreamChunk, StreamReader } from './stream-reader';

/** A JSON answer comes whole, so silence proves little; where somebody else could answer it is cut sooner. */
const JSON_LIMIT_MS = 120_000;
const ONLY_JSON_LIMIT_MS = 600_000;

export type EnginePorts = CallPorts & Pick<GatewayPorts, 'catalog' | 'random' | 'policy'>;

export type EngineOutcome =
  | {
      readonly kind: 'answer';
      readonly candidate: Candidate;
      readonly reading: AnswerReading;
      readonly attempts: readonly AttemptRecord[];
      readonly skipped: readonly SkippedPlace[];
    }
  | {
      readonly kind: 'stream';
      readonly candidate: Candidate;
      readonly opened: readonly StreamChunk[];
      readonly reader: StreamReader;
      readonly isWhole: boolean;
      readonly skipped: readonly SkippedPlace[];
      /** Closes the attempt and gives all of them; the first call counts. */
      readonly conclude: (failure: Failure | null) => readonly AttemptRecord[];
    }
  | {
      readonly kind: 'failed';
      readonly attempts: readonly AttemptRecord[];
      readonly skipped: readonly SkippedPlace[];
      readonly failure: Failure;
    };

type FailedCall = Extract<UpstreamResult, { kind: 'failure' }>;

/** What the lanes of one request share. */
export interface SharedRun {
  readonly run: EngineRun;
  readonly queue: CandidateQueue;
  readonly attempts: AttemptRecord[];
  /** Places that became unusable after the route was planned. */
  readonly skipped: SkippedPlace[];
  attemptCount: number;
  /** Milliseconds that answers held back were coming in for; they do not count as waiting for a first token. */
  answeringMs: number;
  last: Failure | null;
  /** The place that will be free again soonest, while nothing has been made of it. */
  resting: { readonly candidate: Candidate; readonly readyAt: number } | null;
  hasRested: boolean;
}

export function createSharedRun(run: EngineRun): SharedRun {
  return {
    run,
    queue: createCandidateQueue(run.plan.candidates),
    attempts: [],
    skipped: [],
    attemptCount: 0,
    answeringMs: 0,
    last: null,
    resting: null,
    hasRested: false,
  };
}

/** Tries one candidate after the other. */
export interface Lane {
  readonly done: Promise<EngineOutcome>;
  /** Another lane has answered: ends the call under way, which says nothing about its place. */
  supersede(): void;
}

/** Only a JSON answer with somewhere else to go gets a second lane. */
export function mayRace({ request, plan }: EngineRun): boolean {
  return !request.stream && plan.candidates.length > 1;
}

export function startLane(shared: SharedRun, ports: EnginePorts): Lane {
  // Nobody can overtake the only lane: the caller's own signal is enough, and quicker than one more.
  if (!mayRace(shared.run)) {
    return { done: new LaneRun(shared, ports, shared.run.signal).run(), supersede: () => undefined };
  }
  const controller = new AbortController();
  const { signal } = shared.run;
  const leave = () => controller.abort();
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  const lane = new LaneRun(shared, ports, controller.signal);
  return {
    done: lane.run(),
    supersede: () => {
      lane.supersede();
      controller.abort();
    },
  };
}

class LaneRun {
  readonly #shared: SharedRun;
  readonly #ports: EnginePorts;
  readonly #signal: AbortSignal;
  #open: OpenAttempt | null = null;

  constructor(shared: SharedRun, ports: EnginePorts, signal: AbortSignal) {
    this.#shared = shared;
    this.#ports = ports;
    this.#signal = signal;
  }

  async run(): Promise<EngineOutcome> {
    while (this.#mayTry()) {
      const candidate = this.#takeUsable();
      const resting = candidate ? null : await this.#awaitResting();
      const chosen = candidate ?? resting;
      if (!chosen || !this.#mayTry()) break;
      const outcome = await this.#tryCandidate(chosen, resting !== null);
      if (outcome !== 'next') return outcome ?? this.#failed();
    }
    return this.#failed();
  }

  supersede(): void {
    const attempt = this.#open;
    if (!attempt) return;
    const age = this.#ports.clock.monotonic() - attempt.startedAt;
    const isSlow = age >= this.#shared.run.plan.temper.first_token_ms;
    this.#closeAttempt(plainFailure('superseded', isSlow ? OVERTAKEN : 'superseded'));
  }

  #failed(): EngineOutcome {
    const { attempts, skipped, last, run } = this.#shared;
    const failure = run.signal.aborted ? plainFailure('aborted') : (last ?? plainFailure('superseded'));
    return { kind: 'failed', attempts, skipped, failure };
  }

  #mayTry(): boolean {
    const { run, attemptCount } = this.#shared;
    if (this.#signal.aborted || attemptCount >= run.plan.temper.max_attempts) return false;
    return this.#elapsed() < budgetOf(run, this.#ports);
  }

  #elapsed(): number {
    const { run, answeringMs } = this.#shared;
    const elapsed = this.#ports.clock.monotonic() - run.arrivedAt;
    return run.request.options.timeout_ms === undefined ? elapsed - answeringMs : elapsed;
  }

  /** Much may have been learned since the plan was made, by this request and others. */
  #takeUsable(): Candidate | null {
    const { queue, run, skipped } = this.#shared;
    for (let candidate = queue.take(); candidate; candidate = queue.take()) {
      const health = this.#ports.health.look(toHealthPlace(candidate), tokensOf(run.request));
      // A computer that seems offline is found to be online again only by trying.
      if (health.usable || health.reason === 'offline') return candidate;
      skipped.push(toSkip(candidate, health.reason, health.until));
    }
    return null;
  }

  /** With nothing else left, a short stated wait is worth sitting out. Source: routing.md, 429. */
  async #awaitResting(): Promise<Candidate | null> {
    const { resting } = this.#shared;
    if (!resting || this.#shared.hasRested) return null;
    const wait = resting.readyAt - this.#ports.clock.monotonic();
    if (wait >= LAST_RESORT_WAIT_MS) return null;
    this.#shared.hasRested = true;
    return (await this.#pause(Math.max(0, wait))) ? resting.candidate : null;
  }

  /** `null`: stop, the request has failed. */
  async #tryCandidate(candidate: Candidate, isSecondTime: boolean): Promise<EngineOutcome | 'next' | null> {
    const since = this.#ports.clock.now();
    let isRetry = isSecondTime;
    for (;;) {
      const result = await this.#call(candidate, since);
      const outcome = this.#toOutcome(candidate, result);
      if (outcome) return outcome;
      if (result.kind !== 'failure') return null;
      const decision = this.#judge(candidate, result, isRetry);
      if (decision.step === 'stop' || this.#signal.aborted) return null;
      if (decision.step === 'next') {
        this.#shared.queue.exclude(candidate, decision.exclude);
        return 'next';
      }
      isRetry = true;
      if (!(await this.#pause(decision.afterMs)) || !this.#mayTry()) return null;
    }
  }

  #judge(candidate: Candidate, result: FailedCall, isRetry: boolean): Decision {
    const { failure, begunAt } = result;
    const shared = this.#shared;
    const { catalog, clock, random } = this.#ports;
    const record = this.#closeAttempt(failure);
    shared.last = failure;
    if (failure.kind === 'model_gone') catalog.noteGone(candidate.provider.id);
    if (begunAt !== undefined) shared.answeringMs += clock.monotonic() - begunAt;
    const decision = decide(failure, {
      candidate,
      isRetry,
      tookMs: record ? record.endedAt - record.startedAt : 0,
      patienceMs: shared.run.plan.temper.patience_ms,
      hasOthers: !shared.queue.isEmpty(),
      jitter: random(),
    });
    if (decision.step === 'next' && failure.kind === 'rate_limited' && failure.retryAfterMs !== null) {
      const readyAt = clock.monotonic() + failure.retryAfterMs;
      if (!shared.resting || readyAt < shared.resting.readyAt) shared.resting = { candidate, readyAt };
    }
    return decision;
  }

  #call(candidate: Candidate, since: number): Promise<UpstreamResult> {
    const { run, queue } = this.#shared;
    const attempt = openAttempt(candidate, run.request, this.#ports, since);
    this.#open = attempt;
    this.#shared.attemptCount += 1;
    return callUpstream(
      {
        request: run.request,
        dialect: run.dialect,
        candidate,
        signal: this.#signal,
        onHead: attempt.head,
        onBegun: attempt.begun,
        firstTokenMs: this.#limitOf(!queue.isEmpty()),
        stallMs: this.#ports.policy().stall_ms,
        holdBack: run.request.stream && run.plan.temper.stream_safety === 'complete',
      },
      this.#ports,
    );
  }

  #toOutcome(candidate: Candidate, result: UpstreamResult): EngineOutcome | null {
    if (result.kind === 'answer') {
      this.#closeAttempt(null);
      const { attempts, skipped } = this.#shared;
      return { kind: 'answer', candidate, reading: result.reading, attempts, skipped };
    }
    if (result.kind === 'failure') return null;
    const { opened, reader, isWhole } = result;
    const conclude = (failure: Failure | null) => {
      this.#closeAttempt(failure);
      return this.#shared.attempts;
    };
    return { kind: 'stream', candidate, opened, reader, isWhole, conclude, skipped: this.#shared.skipped };
  }

  /** `null` when it was closed before, because another lane was quicker. */
  #closeAttempt(failure: Failure | null): AttemptRecord | null {
    if (!this.#open) return null;
    const record = this.#open.close(failure);
    this.#open = null;
    this.#shared.attempts.push(record);
    return record;
  }

  /** The last one left may take all the time there is: cutting it off would help nobody. */
  #limitOf(hasOthers: boolean): number {
    const { request, plan } = this.#shared.run;
    const rest = Math.max(1, budgetOf(this.#shared.run, this.#ports) - this.#elapsed());
    if (request.stream) return hasOthers ? Math.min(plan.temper.first_token_ms, rest) : rest;
    if (request.options.timeout_ms !== undefined) return rest;
    return plan.candidates.length > 1 ? JSON_LIMIT_MS : ONLY_JSON_LIMIT_MS;
  }

  /** False when the caller went away meanwhile. */
  async #pause(ms: number): Promise<boolean> {
    try {
      await this.#ports.clock.sleep(ms, this.#signal);
      return true;
    } catch {
      return false;
    }
  }
}

function toSkip(candidate: Candidate, reason: SkipReason, until: number | null): SkippedPlace {
  const key = nameKey(candidate.key);
  return {
    provider: candidate.provider.id,
    model: candidate.model,
    reason,
    ...(key === null ? {} : { key }),
    ...(until === null ? {} : { until: new Date(until).toISOString() }),
  };
}

/** No new attempt begins after this. Source: routing.md, "Attempt budget". */
function budgetOf({ request }: EngineRun, { policy }: EnginePorts): number {
  return request.options.timeout_ms ?? policy().first_token_budget_ms;
}
