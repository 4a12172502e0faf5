import type { RequestStatus } from '../../../shared/domain/request';
import type { RouteTrace } from '../../../shared/domain/route-trace';
import type { AttemptRecord } from '../attempt';
import type { Permit } from '../auth/types';
import type { ChatRequest, RawUsage } from '../chat';
import { addCosts } from '../cost';
import type { Cost } from '../cost/types';
import type { GatewayPorts, RequestEnd, RequestStart } from '../ports';
import { RequestNews } from '../request-news';
import type { Candidate, RoutePlan, SkippedPlace } from '../route';
import type { Identity, KeyAmount } from '../types';
import { buildTrace, roundMs } from './build-trace';
import { bookKeys, listWaste } from './cost-of-waste';

export type RecordPorts = Pick<GatewayPorts, 'clock' | 'requestLog' | 'events' | 'costs'>;

export interface RecordFacts {
  readonly id: string;
  readonly dialect: string;
  readonly identity: Identity;
  readonly request: ChatRequest;
  readonly permit: Permit;
  readonly arrivedAt: number;
  readonly authenticatedAt: number;
}

/** How a request ended, before it is turned into a row and a trace. */
export interface Ending {
  readonly status: Exclude<RequestStatus, 'running' | 'interrupted'>;
  readonly httpStatus: number;
  readonly errorCode: string | null;
  readonly attempts: readonly AttemptRecord[];
  /** Left out after the route was planned. */
  readonly skipped: readonly SkippedPlace[];
  readonly served: Candidate | null;
  readonly usage: RawUsage | null;
  readonly textLength: number;
  /** Monotonic milliseconds. */
  readonly firstTokenAt: number | null;
}

export interface Settled {
  readonly trace: RouteTrace;
  readonly cost: Cost;
  readonly fallbackFrom: string | null;
  readonly totalMs: number;
  /** `null`: the row is written; else to be awaited before the caller is told of the end. */
  readonly written: Promise<void> | null;
}

/** The log row of one request: opened when it starts, closed exactly once when it ends. */
export interface RequestRecord {
  readonly clientId: string;
  routed(plan: RoutePlan): void;
  /** Writes the row; never throws. Closing does so too, where it has not been. */
  open(): void;
  /** The same at once, where money is set aside: it is written before a provider is called. */
  openReserved(): void;
  close(ending: Ending): Settled;
}

const NO_KEYS: readonly KeyAmount[] = [];
const NOTHING_SERVED: Cost = { nanoUsd: 0, source: 'free' };

export function openRecord(facts: RecordFacts, ports: RecordPorts): RequestRecord {
  return new LoggedRequest(facts, ports);
}

class LoggedRequest implements RequestRecord {
  readonly #facts: RecordFacts;
  readonly #ports: RecordPorts;
  /** Epoch milliseconds. */
  readonly #startedAt: number;
  #plan: RoutePlan;
  #routedAt: number;
  #start: RequestStart | null = null;
  #end: RequestEnd | null = null;
  #isTold = false;
  /** Something waits to be written that a crash must not forget once a provider has been called. */
  #mustSurvive = false;
  /** What the log knows to be set aside. */
  #known = { amount: 0, keyAmounts: NO_KEYS };

  constructor(facts: RecordFacts, ports: RecordPorts) {
    this.#facts = facts;
    this.#ports = ports;
    this.#plan = emptyPlan(facts.request.model);
    this.#routedAt = facts.authenticatedAt;
    this.#startedAt = Math.round(ports.clock.now() - (ports.clock.monotonic() - facts.arrivedAt));
    facts.permit.onReserve(() => {
      if (this.#start !== null) this.#tellReserved();
    });
    facts.permit.onAdmit((countedKey, at) => {
      if (countedKey !== null) ports.requestLog.attempt(facts.id, countedKey, at);
      if (this.#mustSurvive || countedKey !== null) this.#writeNow();
    });
  }

  get clientId(): string {
    return this.#facts.identity.clientId;
  }

  routed(plan: RoutePlan): void {
    this.#plan = plan;
    this.#routedAt = this.#ports.clock.monotonic();
  }

  open(): void {
    try {
      this.#begin();
    } catch {
      // Nobody waits for this; closing the row tries again, and says so to the request.
    }
  }

  openReserved(): void {
    if (this.#facts.permit.reserved === 0) return;
    this.open();
    this.#mustSurvive = true;
  }

  close(ending: Ending): Settled {
    const facts = this.#facts;
    const ports = this.#ports;
    const plan = this.#plan;
    const endedAt = ports.clock.monotonic();
    const bill = this.#bill(ending);
    // Before the row: the log's own books must not have it when the ledger asks them.
    facts.permit.settle(bill);
    const row = this.#begin();
    const trace = buildTrace({
      plan,
      identity: facts.identity,
      arrivedAt: facts.arrivedAt,
      authenticatedAt: facts.authenticatedAt,
      routedAt: this.#routedAt,
      endedAt,
      costOf: bill.costOf,
      price: bill.price,
      attempts: ending.attempts,
      skipped: ending.skipped,
      served: ending.served,
    });
    const { served } = ending;
    const ended: RequestEnd = {
      status: ending.status,
      httpStatus: ending.httpStatus,
      errorCode: ending.errorCode,
      provider: served?.provider.id ?? null,
      model: served?.model ?? null,
      keyId: served?.key?.id ?? null,
      keyLabel: served?.key?.label ?? null,
      keyScope: served?.keyScope ?? null,
      fallbackFrom: findFallback(plan, served),
      attemptCount: ending.attempts.length,
      firstTokenMs: ending.firstTokenAt === null ? null : roundMs(ending.firstTokenAt - facts.arrivedAt),
      totalMs: roundMs(endedAt - facts.arrivedAt),
      usage: bill.used,
      cost: bill.cost.nanoUsd,
      costSource: bill.isCharged ? bill.cost.source : null,
      savedNanoUsd: bill.saved,
      booked: bill.booked,
      keyAmounts: bill.keyAmounts,
      trace,
    };
    const written = ports.requestLog.finish(facts.id, ended);
    this.#end = ended;
    // Who is over so soon is told of once.
    if (this.#isTold) ports.events.later(() => new RequestNews(row, ended));
    return { trace, cost: bill.cost, fallbackFrom: ended.fallbackFrom, totalMs: ended.totalMs, written };
  }

  #begin(): RequestStart {
    if (this.#start) return this.#start;
    const { id, identity, request, dialect, permit } = this.#facts;
    const start: RequestStart = {
      id,
      startedAt: this.#startedAt,
      workspaceId: identity.workspaceId,
      clientId: identity.clientId,
      tokenId: identity.tokenId,
      tokenName: identity.tokenName,
      requested: request.model,
      alias: this.#plan.alias,
      dialect,
      stream: request.stream,
      reserved: permit.reserved,
    };
    this.#ports.requestLog.start(start);
    this.#start = start;
    this.#known = { amount: start.reserved, keyAmounts: NO_KEYS };
    this.#tellReserved();
    this.#ports.events.later(() => {
      this.#isTold = true;
      return new RequestNews(start, this.#end);
    });
    return start;
  }

  #tellReserved(): void {
    const { reserved: amount, reservedForKeys: keyAmounts } = this.#facts.permit;
    if (amount === this.#known.amount && areSame(keyAmounts, this.#known.keyAmounts)) return;
    this.#known = { amount, keyAmounts };
    this.#ports.requestLog.reserve(this.#facts.id, amount, keyAmounts);
    this.#mustSurvive = true;
  }

  /** What a crash would forget otherwise: the provider is called in this very turn. */
  #writeNow(): void {
    this.#mustSurvive = false;
    try {
      this.#ports.requestLog.flush();
    } catch {
      // Closing the row tries again, and says so to the request.
    }
  }

  /** What the request cost, and who is charged for it. */
  #bill(ending: Ending) {
    const { costs } = this.#ports;
    const { request } = this.#facts;
    const { used, cost: own, price, saved } = this.#settle(ending);
    const serving = findServing(ending);
    const waste = listWaste(ending.attempts, serving, request, costs);
    // A budget takes an unknown price for the dearest its provider has. Source: routing.md, "Cost".
    const ownBooked = own.nanoUsd ?? (ending.served && used && costs.dearestCost(ending.served, used)) ?? 0;
    return {
      used,
      price,
      saved,
      cost: waste.length === 0 ? own : addCosts([own, ...waste.map((part) => part.cost)]),
      isCharged: ending.served !== null || waste.length > 0,
      booked: waste.reduce((sum, part) => sum + part.booked, ownBooked),
      keyAmounts: bookKeys(ending.served?.key?.id ?? null, ownBooked, waste),
      tokens: waste.reduce((sum, part) => sum + part.tokens, used ? used.input + used.output : 0),
      costOf: (attempt: AttemptRecord) =>
        attempt === serving ? own : (waste.find((part) => part.attempt === attempt)?.cost ?? null),
    };
  }

  #settle({ served, usage, textLength }: Ending) {
    if (served === null) return { used: null, cost: NOTHING_SERVED, price: null, saved: null };
    const { costs } = this.#ports;
    const used = costs.settleUsage(usage, this.#facts.request.inputTokens, textLength);
    const cost = costs.settleCost(served, used, usage);
    const isComputed = cost.source === 'catalog' || cost.source === 'estimated';
    const price = isComputed ? costs.priceOf(served, used.input) : null;
    // The demo is no model that would have done the job.
    const isAnswer = served.provider.kind !== 'builtin';
    const saved = isAnswer ? costs.estimateSaved(this.#plan.alias, used, usage, cost) : null;
    return { used, cost, price, saved };
  }
}

/** The first choice, when something else served; a pinned model has one, too, where its request names fallbacks. */
export function findFallback(plan: RoutePlan, served: Candidate | null): string | null {
  const wanted = plan.firstChoice ?? (plan.alias === null ? plan.requested : null);
  if (wanted === null || served === null) return null;
  return wanted === `${served.provider.id}/${served.model}` ? null : wanted;
}

/** The attempt whose answer, or part of it, the caller was given; or left before anything came. */
function findServing({ served, attempts }: Ending): AttemptRecord | null {
  return (served && attempts.findLast(({ candidate }) => candidate === served)) ?? null;
}

function areSame(some: readonly KeyAmount[], others: readonly KeyAmount[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(
    ({ keyId, amount }, index) => keyId === others[index]?.keyId && amount === others[index].amount,
  );
}

function emptyPlan(requested: string): RoutePlan {
  return {
    requested,
    alias: null,
    temper: {
      stream_safety: 'live',
      patience_ms: 0,
      first_token_ms: 0,
      max_attempts: 0,
      route_around_refusals: false,
    },
    candidates: [],
    skipped: [],
    firstChoice: null,
    needOwner: [],
  };
}
