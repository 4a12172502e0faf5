import type { AttemptRecord, Failure } from '../attempt';
import type { AttemptGate } from '../auth/types';
import type { AnswerReading, ChatRequest, Dialect } from '../chat';
import type { GatewayPorts } from '../ports';
import type { Candidate, RoutePlan, SkippedPlace } from '../route';
import type { StopSignal } from '../stop-switch';
import type { Identity } from '../types';
import type { CallPorts } from './call-upstream';
import { type CandidateQueue, createCandidateQueue } from './candidate-queue';
import type { StreamChunk, StreamReader } from './stream-reader';

export type EnginePorts = CallPorts & Pick<GatewayPorts, 'catalog' | 'credentials' | 'random' | 'policy'>;

export type EngineOutcome =
  | {
      readonly kind: 'answer';
      readonly candidate: Candidate;
      readonly reading: AnswerReading;
      /** The answer as it came; `null`: it was brought into another form. */
      readonly text: string | null;
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

export interface EngineRun {
  readonly plan: RoutePlan;
  readonly identity: Identity;
  readonly request: ChatRequest;
  readonly dialect: Dialect;
  /** Asked before each attempt. */
  readonly gate: AttemptGate;
  readonly signal: StopSignal;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
  /** Waits, no longer than `withinMs`, for a place that was left out and is back shortly; none: nobody is. */
  readonly awaitLeftOut: (
    so: Pick<SharedRun, 'attempts' | 'skipped'>,
    withinMs: number,
    signal: StopSignal,
  ) => Promise<readonly Candidate[]>;
}

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
  /** It waited for places left out: once in a request. */
  hasAwaited: boolean;
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
    hasAwaited: false,
  };
}

/** No new attempt begins after this. Source: routing.md, "Attempt budget". */
export function budgetOf({ request }: EngineRun, { policy }: EnginePorts): number {
  return request.options.timeout_ms ?? policy().first_token_budget_ms;
}
