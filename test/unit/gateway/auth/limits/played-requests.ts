import { expect } from 'vitest';
import type { AttemptRecord, FailureKind } from '../../../../../src/main/gateway/attempt';
import { createLimits } from '../../../../../src/main/gateway/auth/limits/create-limits';
import type { Permit } from '../../../../../src/main/gateway/auth/types';
import { openRecord, type RequestRecord } from '../../../../../src/main/gateway/callbacks';
import type { ChatRequest } from '../../../../../src/main/gateway/chat';
import type { CostBook } from '../../../../../src/main/gateway/cost/types';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../../../../../src/main/gateway/no-limits';
import type { Candidate, RoutePlan } from '../../../../../src/main/gateway/route';
import type { BudgetPolicy, Identity, UsableKey } from '../../../../../src/main/gateway/types';
import { embeddedProviders } from '../../../../../src/main/providers';
import { createCalendar } from '../../../../../src/shared/time/calendar';
import { createFakeTold } from '../../../../support/fake-spend-book';
import { createPlayedLog, NOW } from './played-log';

const REQUEST: ChatRequest = {
  model: 'm',
  stream: false,
  wantsUsage: false,
  body: {},
  text: null,
  options: {},
  needs: [],
  inputTokens: 1,
  sessionKey: null,
  maxOutputTokens: 1,
  choices: 1,
  keepsModel: false,
};

/** A place costs up to what its model's name says; characters of its answer are nano-dollars. */
const COSTS: CostBook = {
  isFree: () => false,
  estimateCost: ({ model }) => Number(model),
  settleUsage: (_, input, output) => ({ input, output, cached: 0, reasoning: 0, estimated: true }),
  settleCost: (_, { output }) => ({ nanoUsd: output, source: 'estimated' }),
  priceOf: () => null,
  dearestCost: () => null,
  estimateSaved: () => null,
};

const policyOf = (limitNanoUsd: number): BudgetPolicy => ({ limitNanoUsd, window: 'month', action: 'block' });

export interface Scene {
  /** `null`: the token has no budget. */
  readonly tokenLimit: number | null;
  /** By number of the key; `null`: it has none. */
  readonly keyLimits: readonly (number | null)[];
}

function makeKey(number: number, limit: number | null): UsableKey {
  const spend = limit === null ? null : policyOf(limit);
  return {
    id: `k${number}`,
    provider: 'p',
    label: 'l',
    account: 'a',
    workspaceId: null,
    shareWithPool: true,
    priority: 1,
    enabled: true,
    fields: {},
    limits: spend && { requestsPerDay: null, requestsPerMinute: null, spend },
  };
}

interface Running {
  readonly permit: Permit;
  readonly record: RequestRecord;
  readonly underWay: Candidate[];
  readonly attempts: AttemptRecord[];
}

export interface Step {
  readonly kind: 'start' | 'attempt' | 'fail' | 'serve' | 'leave' | 'turn' | 'crash';
  readonly which: number;
  /** `0` stands for a place without a key. */
  readonly key: number;
  readonly most: number;
  readonly part: number;
}

/** Any number of requests with any number of attempts each, some beside each other, by the real permits and records. */
export class PlayedRequests {
  readonly #scene: Scene;
  readonly #keys: readonly UsableKey[];
  readonly #journal = createPlayedLog();
  #limits = this.#openLimits();
  #running: Running[] = [];
  #count = 0;
  #hasCrashed = false;
  /** What the providers send a bill for, by key. */
  readonly #billed = new Map<string, number>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#keys = scene.keyLimits.map((limit, index) => makeKey(index + 1, limit));
  }

  play({ kind, which, key, most, part }: Step): void {
    const one = this.#running[which % Math.max(1, this.#running.length)];
    if (kind === 'start') this.#start(this.#placeOf(key, most));
    else if (kind === 'turn') this.#journal.log.flush();
    else if (kind === 'crash') this.#crash(which, part);
    else if (!one) return;
    else if (kind === 'attempt') admit(one, this.#placeOf(key, most));
    else if (kind === 'fail') this.#fail(one, part);
    else this.#end(one, kind, part);
  }

  check(): void {
    const { tokenLimit } = this.#scene;
    const all = [...this.#billed.values()].reduce((sum, cost) => sum + cost, 0);
    if (tokenLimit !== null) this.#checkScope('token', 't', tokenLimit, all);
    for (const { id, limits } of this.#keys) {
      if (limits?.spend) this.#checkScope('key', id, limits.spend.limitNanoUsd, this.#billed.get(id) ?? 0);
    }
  }

  #checkScope(scope: 'token' | 'key', id: string, limit: number, billed: number): void {
    const { spent = 0, reserved = 0 } = this.#limits.budget(scope, id, policyOf(limit)) ?? {};
    expect(spent + reserved).toBeLessThanOrEqual(limit);
    expect(billed).toBeLessThanOrEqual(spent + reserved);
    if (this.#running.length > 0) return;
    expect(reserved).toBe(0);
    if (!this.#hasCrashed) expect(spent).toBe(billed);
    expect(this.#journal.spendBook.spent(scope, id, NOW, NOW + 1)).toBe(spent);
  }

  #start(place: Candidate): void {
    this.#count += 1;
    const identity = this.#identity();
    const permit = this.#limits.permit(identity, REQUEST);
    const facts = { id: `req_${this.#count}`, dialect: 'd', identity, request: REQUEST, permit };
    const record = openRecord(
      { ...facts, arrivedAt: 0, authenticatedAt: 0 },
      {
        clock: CLOCK,
        requestLog: this.#journal.log,
        events: { emit: () => {}, later: () => {} },
        costs: COSTS,
      },
    );
    const one: Running = { permit, record, underWay: [], attempts: [] };
    const plan = planOf(place);
    try {
      if (permit.afford(plan) !== plan) throw new Error('nothing is left');
    } catch {
      permit.refuse();
      close(one, null, 0);
      return;
    }
    record.openReserved();
    admit(one, place);
    record.open();
    this.#running.push(one);
  }

  #fail(one: Running, part: number): void {
    const place = one.underWay.pop();
    if (!place) return;
    const cost = this.#bill(place, part);
    const wasted = cost === 0 ? undefined : { usage: null, textLength: cost };
    one.attempts.push(toAttempt(place, 'stream_cut', wasted?.textLength));
    one.permit.failed(place, wasted);
  }

  /** Somebody serves, and those beside it were overtaken; or the caller leaves them all. Both are paid for. */
  #end(one: Running, kind: 'serve' | 'leave', part: number): void {
    this.#running.splice(this.#running.indexOf(one), 1);
    const served = one.underWay.at(-1) ?? null;
    let text = 0;
    for (const place of one.underWay) {
      const cost = this.#bill(place, part);
      if (place === served) text = cost;
      const outcome = kind === 'leave' ? 'aborted' : place === served ? 'ok' : 'superseded';
      one.attempts.push(toAttempt(place, outcome, outcome === 'ok' ? undefined : cost));
    }
    close(one, served, text);
    // Those that were overtaken learn of it afterwards.
    for (const place of one.underWay) one.permit.failed(place, { usage: null, textLength: 1 });
  }

  #crash(lost: number, part: number): void {
    for (const { underWay } of this.#running) for (const place of underWay) this.#bill(place, part);
    this.#running = [];
    this.#journal.crash(lost);
    this.#limits = this.#openLimits();
    this.#hasCrashed = true;
  }

  #bill({ model, key }: Candidate, part: number): number {
    const cost = Math.floor((Number(model) * part) / 100);
    const name = key?.id ?? '';
    this.#billed.set(name, (this.#billed.get(name) ?? 0) + cost);
    return cost;
  }

  #placeOf(number: number, most: number): Candidate {
    const [provider] = embeddedProviders;
    if (!provider) throw new Error('there is no provider');
    const key = this.#keys[number - 1] ?? null;
    return { provider, model: String(most), key, keyScope: key ? 'pool' : 'none', facts: null };
  }

  #identity(): Identity {
    const { tokenLimit } = this.#scene;
    return {
      workspaceId: 'w',
      clientId: 'c',
      tokenId: 't',
      tokenName: 't',
      scopes: ['gate:chat'],
      allowedModels: [],
      policy: { ...NO_TOKEN_LIMITS, budget: tokenLimit === null ? null : policyOf(tokenLimit) },
      workspacePolicy: NO_LIMITS,
    };
  }

  #openLimits() {
    return createLimits({
      clock: { now: () => NOW, soon: () => {} },
      spendBook: this.#journal.spendBook,
      toldThresholds: createFakeTold(),
      calendar: createCalendar('UTC'),
      costs: COSTS,
      events: { emit: () => {}, later: () => {} },
    });
  }
}

const CLOCK = {
  now: () => NOW,
  monotonic: () => 0,
  sleep: async () => {},
  soon: () => {},
  after: () => () => {},
};

function planOf(place: Candidate): RoutePlan {
  return {
    requested: 'm',
    alias: null,
    temper: {
      stream_safety: 'live',
      patience_ms: 0,
      first_token_ms: 0,
      max_attempts: 9,
      route_around_refusals: false,
    },
    candidates: [place],
    skipped: [],
    firstChoice: null,
    needOwner: [],
  };
}

function admit(one: Running, place: Candidate): void {
  if (one.permit.admit(place) === null) one.underWay.push(place);
}

function toAttempt(candidate: Candidate, outcome: 'ok' | FailureKind, textLength?: number): AttemptRecord {
  const wasted = textLength === undefined ? {} : { wasted: { usage: null, textLength } };
  return {
    candidate,
    startedAt: 0,
    firstByteAt: null,
    endedAt: 0,
    outcome,
    httpStatus: null,
    errorCode: null,
    cooldownUntil: null,
    ...wasted,
  };
}

function close({ record, attempts }: Running, served: Candidate | null, textLength: number): void {
  const status = served ? 'ok' : 'error';
  const ending = { status, httpStatus: 200, errorCode: null, attempts, skipped: [], served } as const;
  record.close({ ...ending, usage: null, textLength, firstTokenAt: null });
}
