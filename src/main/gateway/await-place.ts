import type { AttemptRecord } from './attempt';
import { SpiderGateError } from './errors';
import type { GatewayPorts } from './ports';
import { type Candidate, nameKey, type RoutePlan, type SkippedPlace } from './route';
import type { StopSignal } from './stop-switch';
import { planRoute, soonestWait } from './task-router';
import type { RoutingQuestion } from './task-router/types';
import { LAST_RESORT_WAIT_MS } from './waiting';

/** While a probe is under way a place says "now"; asking again sooner than this would only burn time. */
const LOOK_AGAIN_MS = 25;

/**
 * How long a request that no place is left for waits for the first one to come back; `null`: it is told so at once.
 * Source: routing.md, 429.
 */
export function waitFor(plan: RoutePlan, { request }: RoutingQuestion, now: number): number | null {
  if (plan.candidates.length > 0) return null;
  const wait = soonestWait(plan, now);
  return wait !== null && wait <= longestWait(plan, request.options.timeout_ms) ? wait : null;
}

function longestWait({ temper }: RoutePlan, timeoutMs = Number.POSITIVE_INFINITY): number {
  return Math.min(Math.max(temper.patience_ms, LAST_RESORT_WAIT_MS - 1), timeoutMs);
}

interface Waiting {
  readonly question: RoutingQuestion;
  readonly planAgain: () => RoutePlan;
  /** Aborts when the caller goes away. */
  readonly signal: StopSignal;
}

interface Tried {
  readonly attempts: readonly AttemptRecord[];
  /** Left out on the way. */
  readonly skipped: readonly SkippedPlace[];
}

/**
 * Sits a short wait out, then plans anew. The plan it gives is empty when nothing came back in time, or the caller
 * went away. The places that were waited for stay in it as skipped, so that the trace shows where the time went.
 */
export async function awaitPlace(
  first: RoutePlan,
  waiting: Waiting,
  ports: GatewayPorts,
): Promise<RoutePlan> {
  const { question } = waiting;
  const planAgain = () => {
    requireStillValid(question, ports);
    return waiting.planAgain();
  };
  const withinMs = longestWait(first, question.request.options.timeout_ms);
  const plan = await sitOut(first, { ...waiting, planAgain, withinMs }, ports);
  return plan === first ? plan : { ...plan, skipped: [...waitedFor(first, plan), ...plan.skipped] };
}

/**
 * The same once every place that could be tried has failed: gives those of the ones left out that came back.
 * What was tried is not tried again.
 */
export function waiterFor(plan: RoutePlan, question: RoutingQuestion, ports: GatewayPorts) {
  return async (
    { attempts, skipped }: Tried,
    withinMs: number,
    signal: StopSignal,
  ): Promise<readonly Candidate[]> => {
    const tried = new Set(attempts.map(({ candidate }) => nameCandidate(candidate)));
    const isNew = (place: SkippedPlace) => !tried.has(nameSkipped(place));
    const isOpen = (candidate: Candidate) => !tried.has(nameCandidate(candidate));
    const left = { ...plan, candidates: [], skipped: [...plan.skipped, ...skipped].filter(isNew) };
    const planAgain = () => {
      const next = planRoute(question, ports);
      return { ...next, candidates: next.candidates.filter(isOpen), skipped: next.skipped.filter(isNew) };
    };
    const limit = Math.min(withinMs, longestWait(plan));
    return (await sitOut(left, { question, planAgain, signal, withinMs: limit }, ports)).candidates;
  };
}

/** Gives the plan with which it goes on, or the last one it knew of. */
async function sitOut(
  first: RoutePlan,
  { question, planAgain, signal, withinMs }: Waiting & { readonly withinMs: number },
  { clock }: GatewayPorts,
): Promise<RoutePlan> {
  const deadline = clock.monotonic() + withinMs;
  let plan = first;
  for (;;) {
    const wait = waitFor(plan, question, clock.now());
    if (wait === null) return plan;
    const pause = Math.max(wait, LOOK_AGAIN_MS);
    if (clock.monotonic() + pause > deadline) return plan;
    try {
      await clock.sleep(pause, signal);
    } catch {
      return plan;
    }
    plan = planAgain();
  }
}

function waitedFor({ skipped }: RoutePlan, { candidates }: RoutePlan): readonly SkippedPlace[] {
  const names = candidates.map(nameCandidate);
  return skipped.filter((place) => names.includes(nameSkipped(place)));
}

function nameCandidate({ provider, model, key }: Candidate): string {
  return `${provider.id}\n${model}\n${nameKey(key) ?? ''}`;
}

function nameSkipped({ provider, model, key }: SkippedPlace): string {
  return `${provider}\n${model}\n${key ?? ''}`;
}

function requireStillValid({ identity }: RoutingQuestion, { credentials }: GatewayPorts): void {
  if (credentials.isValid(identity)) return;
  throw new SpiderGateError(
    'invalid_api_key',
    'This token was revoked or paused, or has expired, while the request waited.',
  );
}
