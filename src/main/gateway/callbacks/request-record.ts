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
  const { identity, request, permit } = facts;
  let plan: RoutePlan = emptyPlan(request.model);
  let routedAt = facts.authenticatedAt;
  let start: RequestStart | null = null;
  const startedAt = Math.round(ports.clock.now() - (ports.clock.monotonic() - facts.arrivedAt));

  /** Something waits to be written that a crash must not forget once a provider has been called. */
  let mustSurvive = false;
  /** What the log knows to be set aside. */
  let known = { amount: 0, keyAmounts: NO_KEYS };
  permit.onReserve(() => {
    if (start !== null) tellReserved();
  });

  permit.onAdmit((countedKey, at) => {
    if (countedKey !== null) ports.requestLog.attempt(facts.id, countedKey, at);
    if (mustSurvive || countedKey !== null) writeNow();
  });

  function tellReserved(): void {
    const { reserved: amount, reservedForKeys: keyAmounts } = permit;
    if (amount === known.amount && areSame(keyAmounts, known.keyAmounts)) return;
    known = { amount, keyAmounts };
    ports.requestLog.reserve(facts.id, amount, keyAmounts);
    mustSurvive = true;
  }

  /** What a crash would forget otherwise: the provider is called in this very turn. */
  function writeNow(): void {
    mustSurvive = false;
    try {
      ports.requestLog.flush();
    } catch {
      // Closing the row tries again, and says so to the request.
    }
  }

  let end: RequestEnd | null = null;
  let isTold = false;

  function open(): RequestStart {
    if (start) return start;
    const opened: RequestStart = {
      id: facts.id,
      startedAt,
      workspaceId: identity.workspaceId,
      clientId: identity.clientId,
      tokenId: identity.tokenId,
      tokenName: identity.tokenName,
      requested: request.model,
      alias: plan.alias,
      dialect: facts.dialect,
      stream: request.stream,
      reserved: permit.reserved,
    };
    ports.requestLog.start(opened);
    start = opened;
    known = { amount: opened.reserved, keyAmounts: NO_KEYS };
    tellReserved();
    ports.events.later(() => {
      isTold = true;
      return new RequestNews(opened, end);
    });
    return opened;
  }

  function settle({ served, usage, textLength }: Ending) {
    if (served === null) return { used: null, cost: NOTHING_SERVED, price: null, saved: null };
    const used = ports.costs.settleUsage(usage, request.inputTokens, textLength);
    const cost = ports.costs.settleCost(served, used, usage);
    const isComputed = cost.source === 'catalog' || cost.source === 'estimated';
    const price = isComputed ? ports.costs.priceOf(served, used.input) : null;
    // The demo is no model that would have done the job.
    const isAnswer = served.provider.kind !== 'builtin';
    const saved = isAnswer ? ports.costs.estimateSaved(plan.alias, used, usage, cost) : null;
    return { used, cost, price, saved };
  }

  return {
    clientId: identity.clientId,
    routed(next) {
      plan = next;
      routedAt = ports.clock.monotonic();
    },
    open: () => {
      try {
        open();
      } catch {
        // Nobody waits for this; closing the row tries again, and says so to the request.
      }
    },
    openReserved() {
      if (permit.reserved === 0) return;
      this.open();
      mustSurvive = true;
    },
    close(ending) {
      const endedAt = ports.clock.monotonic();
      const { used, cost: served, price, saved } = settle(ending);
      const serving = findServing(ending);
      const waste = listWaste(ending.attempts, serving, request, ports.costs);
      // A budget takes an unknown price for the dearest its provider has. Source: routing.md, "Cost".
      const ownBooked =
        served.nanoUsd ?? (ending.served && used && ports.costs.dearestCost(ending.served, used)) ?? 0;
      const booked = waste.reduce((sum, part) => sum + part.booked, ownBooked);
      const keyAmounts = bookKeys(ending.served?.key?.id ?? null, ownBooked, waste);
      const cost = waste.length === 0 ? served : addCosts([served, ...waste.map((part) => part.cost)]);
      // Before the row: the log's own books must not have it when the ledger asks them.
      permit.settle({
        booked,
        keyAmounts,
        tokens: waste.reduce((sum, part) => sum + part.tokens, used ? used.input + used.output : 0),
      });
      const row = open();
      const trace = buildTrace({
        ...facts,
        plan,
        routedAt,
        endedAt,
        costOf: (attempt) =>
          attempt === serving ? served : (waste.find((part) => part.attempt === attempt)?.cost ?? null),
        price,
        attempts: ending.attempts,
        skipped: ending.skipped,
        served: ending.served,
      });
      const ended: RequestEnd = {
        status: ending.status,
        httpStatus: ending.httpStatus,
        errorCode: ending.errorCode,
        provider: ending.served?.provider.id ?? null,
        model: ending.served?.model ?? null,
        keyId: ending.served?.key?.id ?? null,
        keyLabel: ending.served?.key?.label ?? null,
        keyScope: ending.served?.keyScope ?? null,
        fallbackFrom: findFallback(plan, ending.served),
        attemptCount: ending.attempts.length,
        firstTokenMs: ending.firstTokenAt === null ? null : roundMs(ending.firstTokenAt - facts.arrivedAt),
        totalMs: roundMs(endedAt - facts.arrivedAt),
        usage: used,
        cost: cost.nanoUsd,
        costSource: ending.served || waste.length > 0 ? cost.source : null,
        savedNanoUsd: saved,
        booked,
        keyAmounts,
        trace,
      };
      const written = ports.requestLog.finish(facts.id, ended);
      end = ended;
      // Who is over so soon is told of once.
      if (isTold) ports.events.later(() => new RequestNews(row, ended));
      return { trace, cost, fallbackFrom: ended.fallbackFrom, totalMs: ended.totalMs, written };
    },
  };
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
