import type { AttemptRecord, Failure } from '../attempt';
import type { AnswerReading } from '../chat';
import type { GatewayPorts } from '../ports';
import type { Candidate } from '../route';
import { type CallPorts, callUpstream, type UpstreamResult } from './call-upstream';
import type { CandidateQueue } from './candidate-queue';
import { plainFailure } from './classify-failure';
import { decide } from './failure-rules';
import { type OpenAttempt, openAttempt } from './open-attempt';
import type { EngineRun } from './run-route';
import type { StreamChunk, StreamReader } from './stream-reader';

/** A JSON answer comes whole, so silence proves little; where somebody else could answer it is cut sooner. */
const JSON_LIMIT_MS = 120_000;
const ONLY_JSON_LIMIT_MS = 600_000;

export type EnginePorts = CallPorts & Pick<GatewayPorts, 'random' | 'policy'>;

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

/** What the lanes of one request share. */
export interface SharedRun {
  readonly run: EngineRun;
  readonly queue: CandidateQueue;
  readonly attempts: AttemptRecord[];
  attemptCount: number;
}

/** Tries one candidate after the other. */
export interface Lane {
  readonly done: Promise<EngineOutcome>;
  /** Another lane has answered: ends the call under way, which says nothing about its place. */
  supersede(): void;
}

export function startLane(shared: SharedRun, ports: EnginePorts): Lane {
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
  #last: Failure | null = null;

  constructor(shared: SharedRun, ports: EnginePorts, signal: AbortSignal) {
    this.#shared = shared;
    this.#ports = ports;
    this.#signal = signal;
  }

  async run(): Promise<EngineOutcome> {
    const { queue } = this.#shared;
    while (this.#mayTry()) {
      const candidate = queue.take();
      if (!candidate) break;
      const outcome = await this.#tryCandidate(candidate);
      if (outcome !== 'next') return outcome ?? this.#failed();
    }
    return this.#failed();
  }

  supersede(): void {
    if (this.#open) this.#closeAttempt(plainFailure('superseded'));
  }

  #failed(): EngineOutcome {
    const failure = this.#last ?? plainFailure('aborted');
    return { kind: 'failed', attempts: this.#shared.attempts, failure };
  }

  #mayTry(): boolean {
    const { run, attemptCount } = this.#shared;
    if (this.#signal.aborted || attemptCount >= run.plan.temper.max_attempts) return false;
    return this.#ports.clock.monotonic() - run.arrivedAt < budgetOf(run, this.#ports);
  }

  /** `null`: stop, the request has failed. */
  async #tryCandidate(candidate: Candidate): Promise<EngineOutcome | 'next' | null> {
    let isRetry = false;
    for (;;) {
      const result = await this.#call(candidate);
      const outcome = this.#toOutcome(candidate, result);
      if (outcome) return outcome;
      if (result.kind !== 'failure') return null;
      const record = this.#closeAttempt(result.failure);
      this.#last = result.failure;
      const decision = decide(result.failure, {
        candidate,
        isRetry,
        tookMs: record ? record.endedAt - record.startedAt : 0,
        patienceMs: this.#shared.run.plan.temper.patience_ms,
        hasOthers: !this.#shared.queue.isEmpty(),
        jitter: this.#ports.random(),
      });
      if (decision.step === 'stop' || this.#signal.aborted) return null;
      if (decision.step === 'next') {
        this.#shared.queue.exclude(candidate, decision.exclude);
        return 'next';
      }
      isRetry = true;
      if (!(await this.#pause(decision.afterMs)) || !this.#mayTry()) return null;
    }
  }

  #call(candidate: Candidate): Promise<UpstreamResult> {
    const { run, queue } = this.#shared;
    const attempt = openAttempt(candidate, run.request, this.#ports);
    this.#open = attempt;
    this.#shared.attemptCount += 1;
    return callUpstream(
      {
        request: run.request,
        dialect: run.dialect,
        candidate,
        signal: this.#signal,
        onHead: attempt.head,
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
      return { kind: 'answer', candidate, reading: result.reading, attempts: this.#shared.attempts };
    }
    if (result.kind === 'failure') return null;
    const { opened, reader, isWhole } = result;
    const conclude = (failure: Failure | null) => {
      this.#closeAttempt(failure);
      return this.#shared.attempts;
    };
    return { kind: 'stream', candidate, opened, reader, isWhole, conclude };
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
    const { request, plan, arrivedAt } = this.#shared.run;
    const elapsed = this.#ports.clock.monotonic() - arrivedAt;
    const rest = Math.max(1, budgetOf(this.#shared.run, this.#ports) - elapsed);
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

/** No new attempt begins after this. Source: routing.md, "Attempt budget". */
function budgetOf({ request }: EngineRun, { policy }: EnginePorts): number {
  return request.options.timeout_ms ?? policy().first_token_budget_ms;
}
