import type { SpendBook } from '../../ports';
import type { KeyLimits, LimitPolicy } from '../../types';
import { createDayCount, type DayCount } from './day-count';
import { createSlidingCount, type SlidingCount } from './sliding-count';
import { createSlidingSum, type OpenAmount, type Room, type SlidingSum } from './sliding-sum';

export const MINUTE_MS = 60_000;
/** Nobody can say when a request under way will end. */
const UNDER_WAY_WAIT_MS = 1000;

export type RateKind = 'requests_per_minute' | 'requests_per_day' | 'tokens_per_minute' | 'parallel_requests';

/** How one limit stands. Times in epoch milliseconds. */
export interface RateState {
  readonly kind: RateKind;
  readonly limit: number;
  readonly remaining: number;
  /** When the oldest of what counts stops counting. */
  readonly resetsAt: number;
}

export interface RateRefusal extends RateState {
  /** When a request like this fits again; `null`: never, it is larger than the limit. */
  readonly fitsAt: number | null;
}

/** What one token, or one workspace, has asked for lately. */
export interface RateWindows {
  /** `null`: there is room. `tokens`: what the request will draw, estimated. */
  refusal(policy: LimitPolicy, tokens: number, now: number): RateRefusal | null;
  enter(policy: LimitPolicy, tokens: number, now: number): RateEntry;
  /** The one with the fewest requests left; `null`: there is no limit on requests. */
  tightest(policy: LimitPolicy, now: number): RateState | null;
}

/** One request that was counted. Exactly one of its ends is called, once. */
export interface RateEntry {
  /** `tokens` it really drew: they count from now on, in place of what was estimated. */
  leave(tokens: number, now: number): void;
  /** It was refused after all. */
  undo(): void;
}

interface Source {
  /** Moments of earlier requests of the last day, oldest first, at most `limit`. */
  readonly recentStarts: (since: number, limit: number) => readonly number[];
}

export function createRateWindows({ recentStarts }: Source): RateWindows {
  let minute: SlidingCount | null = null;
  const day = createDayCount(recentStarts);
  let tokenSum: SlidingSum | null = null;
  let running = 0;
  const ofMinute = () => (minute ??= createSlidingCount(MINUTE_MS));
  const ofTokens = () => (tokenSum ??= createSlidingSum(MINUTE_MS));

  return {
    refusal(policy, tokens, now) {
      const { parallelRequests, requestsPerMinute, requestsPerDay, tokensPerMinute } = policy;
      if (parallelRequests !== null && running >= parallelRequests) {
        const fitsAt = now + UNDER_WAY_WAIT_MS;
        return refuse('parallel_requests', parallelRequests, fitsAt);
      }
      const today = requestsPerDay === null ? null : day.under(policy, requestsPerDay, now);
      if (requestsPerDay !== null && today !== null && today.count(now) >= requestsPerDay) {
        return refuse('requests_per_day', requestsPerDay, today.freeAt(requestsPerDay, now));
      }
      if (requestsPerMinute !== null && ofMinute().count(now) >= requestsPerMinute) {
        return refuse('requests_per_minute', requestsPerMinute, ofMinute().freeAt(requestsPerMinute, now));
      }
      if (tokensPerMinute === null || ofTokens().sum(now) + tokens <= tokensPerMinute) return null;
      const fitsAt = toMoment(ofTokens().freeAt(tokensPerMinute, tokens, now), now);
      const remaining = Math.max(0, tokensPerMinute - ofTokens().sum(now));
      const resetsAt = fitsAt ?? now + MINUTE_MS;
      return { kind: 'tokens_per_minute', limit: tokensPerMinute, remaining, resetsAt, fitsAt };
    },
    enter(policy, tokens, now) {
      const counted: SlidingCount[] = [];
      if (policy.requestsPerMinute !== null) counted.push(ofMinute());
      if (policy.requestsPerDay !== null) counted.push(day.under(policy, policy.requestsPerDay, now));
      for (const window of counted) window.add(now);
      const drawing = policy.tokensPerMinute === null ? null : ofTokens().open(tokens);
      running += 1;
      return createEntry({ counted, now, drawing }, () => {
        running -= 1;
      });
    },
    tightest(policy, now) {
      const { requestsPerMinute: perMinute, requestsPerDay: perDay } = policy;
      if (perMinute === null && perDay === null) return null;
      const today = perDay === null ? null : day.lately(policy, perDay, now);
      const inMinute = perMinute === null ? Number.POSITIVE_INFINITY : perMinute - ofMinute().count(now);
      return perDay !== null && today !== null && perDay - today.count(now) < inMinute
        ? stateOf('requests_per_day', perDay, today, now)
        : stateOf('requests_per_minute', perMinute ?? 0, ofMinute(), now);
    },
  };
}

/** The first of two that leave equally much. */
export function findTightest(one: RateState | null, other: RateState | null): RateState | null {
  if (one === null || other === null) return one ?? other;
  return other.remaining < one.remaining ? other : one;
}

interface Counted {
  readonly counted: readonly SlidingCount[];
  /** When it was counted. */
  readonly now: number;
  readonly drawing: OpenAmount | null;
}

function createEntry({ counted, now, drawing }: Counted, leaveParallel: () => void): RateEntry {
  let isOver = false;
  const end = (at: number, tokens: number): boolean => {
    if (isOver) return false;
    isOver = true;
    leaveParallel();
    drawing?.close(at, tokens);
    return true;
  };
  return {
    leave: (tokens, at) => void end(at, tokens),
    undo() {
      if (end(now, 0)) for (const window of counted) window.undo(now);
    },
  };
}

function toMoment(room: Room, now: number): number | null {
  if (room.kind === 'never') return null;
  return room.kind === 'at' ? room.at : now + UNDER_WAY_WAIT_MS;
}

function refuse(kind: RateKind, limit: number, fitsAt: number): RateRefusal {
  return { kind, limit, remaining: 0, resetsAt: fitsAt, fitsAt };
}

function stateOf(kind: RateKind, limit: number, window: SlidingCount, now: number): RateState {
  const used = window.count(now);
  return {
    kind,
    limit,
    remaining: Math.max(0, limit - used),
    resetsAt: window.freeAt(Math.max(1, used), now),
  };
}

/** Attempts with one key; each counts, also those that fail. */
export interface KeyRates {
  /** Epoch milliseconds until which the key rests; `null`: it may be used. */
  restsUntil(keyId: string, limits: KeyLimits, now: number): number | null;
  count(keyId: string, limits: KeyLimits, now: number): void;
}

export function createKeyRates(spendBook: Pick<SpendBook, 'recentStarts'>): KeyRates {
  const minutes = new Map<string, SlidingCount>();
  const days = new Map<string, DayCount>();
  const ofMinute = (keyId: string) => getOrMake(minutes, keyId, () => createSlidingCount(MINUTE_MS));
  const ofDay = (keyId: string, limits: KeyLimits, limit: number, now: number) =>
    getOrMake(days, keyId, () =>
      createDayCount((since, most) => spendBook.recentStarts('key', keyId, since, most)),
    ).under(limits, limit, now);
  return {
    restsUntil(keyId, limits, now) {
      const { requestsPerMinute, requestsPerDay } = limits;
      const perDay =
        requestsPerDay === null ? now : ofDay(keyId, limits, requestsPerDay, now).freeAt(requestsPerDay, now);
      const perMinute = requestsPerMinute === null ? now : ofMinute(keyId).freeAt(requestsPerMinute, now);
      const until = Math.max(perDay, perMinute);
      return until > now ? until : null;
    },
    count(keyId, limits, now) {
      const { requestsPerMinute, requestsPerDay } = limits;
      if (requestsPerMinute !== null) ofMinute(keyId).add(now);
      if (requestsPerDay !== null) ofDay(keyId, limits, requestsPerDay, now).add(now);
    },
  };
}

function getOrMake<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
