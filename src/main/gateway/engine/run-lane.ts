import { type AttemptRecord, type Failure, OVERTAKEN, type PartialAnswer } from '../attempt';
import type { RawUsage } from '../chat';
import { type Candidate, toSkip } from '../route';
import { type StopSignal, StopSwitch } from '../stop-switch';
import { LAST_RESORT_WAIT_MS } from '../waiting';
import { callUpstream } from './call-upstream';
import { plainFailure } from './classify-failure';
import { type Decision, decide } from './failure-rules';
import { type OpenAttempt, openAttempt, toHealthPlace } from './open-attempt';
import type { UpstreamResult } from './open-stream';
import { budgetOf, type EngineOutcome, type EnginePorts, type EngineRun, type SharedRun } from './shared-run';

/** A JSON answer comes whole, so silence proves little; where somebody else could answer it is cut sooner. */
const JSON_LIMIT_MS = 120_000;
const ONLY_JSON_LIMIT_MS = 600_000;

/** It was sent and given up by this side: the provider has read it. */
const ONLY_READ: PartialAnswer = { usage: null, textLength: 0 };

type FailedCall = Extract<UpstreamResult, { kind: 'failure' }>;

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
  const controller = new StopSwitch();
  const { signal } = shared.run;
  const leave = () => controller.abort();
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  const lane = new LaneRun(shared, ports, controller);
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
  readonly #signal: StopSignal;
  #open: OpenAttempt | null = null;

  constructor(shared: SharedRun, ports: EnginePorts, signal: StopSignal) {
    this.#shared = shared;
    this.#ports = ports;
    this.#signal = signal;
  }

  async run(): Promise<EngineOutcome> {
    while (this.#mayTry()) {
      const candidate = this.#takeUsable();
      const resting = candidate ? null : await this.#awaitResting();
      const chosen = candidate ?? resting ?? (await this.#awaitLeftOut());
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
    this.#closeAttempt(plainFailure('superseded', isSlow ? OVERTAKEN : 'superseded'), null, ONLY_READ);
  }

  #failed(): EngineOutcome {
    const { attempts, skipped, last, run } = this.#shared;
    const failure = run.signal.aborted ? plainFailure('aborted') : (last ?? plainFailure('superseded'));
    return { kind: 'failed', attempts, skipped, failure };
  }

  /** `afterMs`: a pause that would come first. */
  #mayTry(afterMs = 0): boolean {
    const { run, attemptCount } = this.#shared;
    if (this.#signal.aborted || attemptCount >= run.plan.temper.max_attempts) return false;
    // The first attempt follows in the same turn in which the caller was let in.
    if (attemptCount > 0 && !this.#ports.credentials.isValid(run.identity)) {
      this.#shared.last = plainFailure('token_revoked');
      return false;
    }
    return this.#elapsed() + afterMs < budgetOf(run, this.#ports);
  }

  #elapsed(): number {
    const { run, answeringMs } = this.#shared;
    const elapsed = this.#ports.clock.monotonic() - run.arrivedAt;
    return run.request.options.timeout_ms === undefined ? elapsed - answeringMs : elapsed;
  }

  /** Much may have been learned since the plan was made, by this request and others. */
  #takeUsable(): Candidate | null {
    const { queue, run, skipped, attemptCount, hasAwaited } = this.#shared;
    // The plan was made in this very turn.
    if (attemptCount === 0 && !hasAwaited) return queue.take();
    for (let candidate = queue.take(); candidate; candidate = queue.take()) {
      const health = this.#ports.health.look(toHealthPlace(candidate), run.request);
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
    if (wait >= LAST_RESORT_WAIT_MS || !this.#mayTry(Math.max(0, wait))) return null;
    this.#shared.hasRested = true;
    return (await this.#pause(Math.max(0, wait))) ? resting.candidate : null;
  }

  /** Others that were passed over from the start may be back as soon. */
  async #awaitLeftOut(): Promise<Candidate | null> {
    const shared = this.#shared;
    if (shared.hasAwaited || !this.#mayTry()) return null;
    shared.hasAwaited = true;
    const withinMs = budgetOf(shared.run, this.#ports) - this.#elapsed();
    shared.queue.add(await shared.run.awaitLeftOut(shared, withinMs, this.#signal));
    return this.#takeUsable();
  }

  /** `null`: stop, the request has failed. */
  async #tryCandidate(candidate: Candidate, isSecondTime: boolean): Promise<EngineOutcome | 'next' | null> {
    const since = this.#ports.clock.now();
    let isRetry = isSecondTime;
    for (;;) {
      if (!this.#isAdmitted(candidate)) return 'next';
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
      // Nobody is kept waiting for an attempt that may not be made; another place may still be in time.
      if (!this.#mayTry(decision.afterMs)) return 'next';
      if (!(await this.#pause(decision.afterMs)) || !this.#mayTry()) return null;
    }
  }

  /** Sets aside what the place can cost, in the same step in which it is called. */
  #isAdmitted(candidate: Candidate): boolean {
    const refusal = this.#shared.run.gate.admit(candidate);
    if (refusal) this.#shared.skipped.push(toSkip(candidate, refusal.reason, refusal.until));
    return refusal === null;
  }

  #judge(candidate: Candidate, result: FailedCall, isRetry: boolean): Decision {
    const { failure, begunAt } = result;
    const shared = this.#shared;
    const { catalog, clock, random } = this.#ports;
    const wasted = result.wasted ?? (failure.kind === 'aborted' ? ONLY_READ : undefined);
    const record = this.#closeAttempt(failure, null, wasted);
    shared.run.gate.failed(candidate, wasted);
    shared.last = failure;
    if (failure.kind === 'model_gone') catalog.noteGone(candidate.provider.id);
    if (begunAt !== undefined) shared.answeringMs += clock.monotonic() - begunAt;
    const decision = decide(failure, {
      candidate,
      isRetry,
      tookMs: record ? record.endedAt - record.startedAt : 0,
      patienceMs: shared.run.plan.temper.patience_ms,
      routesAroundRefusals: shared.run.plan.temper.route_around_refusals,
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
      this.#closeAttempt(null, result.reading.usage);
      const { attempts, skipped } = this.#shared;
      return { kind: 'answer', candidate, reading: result.reading, text: result.text, attempts, skipped };
    }
    if (result.kind === 'failure') return null;
    const { opened, reader, isWhole } = result;
    const conclude = (failure: Failure | null) => {
      this.#closeAttempt(failure, reader.totals().usage);
      return this.#shared.attempts;
    };
    return { kind: 'stream', candidate, opened, reader, isWhole, conclude, skipped: this.#shared.skipped };
  }

  /** `null` when it was closed before, because another lane was quicker. */
  #closeAttempt(
    failure: Failure | null,
    usage: RawUsage | null = null,
    wasted?: PartialAnswer,
  ): AttemptRecord | null {
    if (!this.#open) return null;
    const record = this.#open.close(failure, usage, wasted);
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
