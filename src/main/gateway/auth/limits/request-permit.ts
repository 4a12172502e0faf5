import type { PartialAnswer } from '../../attempt';
import { costOfPart } from '../../cost';
import type { CostBook } from '../../cost/types';
import { type Candidate, nameKey, type RoutePlan, toSkip } from '../../route';
import type { Identity, KeyAmount, LimitPolicy, NanoUsd } from '../../types';
import type { LimitedRequest, Permit, PlaceRefusal, Settlement } from '../types';
import { AttemptCosts } from './attempt-costs';
import type { BudgetFact, Holding, Ledger, SpendHolder } from './ledger';
import {
  findTightest,
  type KeyRates,
  type RateEntry,
  type RateState,
  type RateWindows,
} from './rate-windows';
import { createBudgetError, createRateError, createUnpricedError, toRateHeaders } from './refusal-errors';

export interface PermitTools {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly keyRates: KeyRates;
  readonly costs: PermitCosts;
  readonly ratesOf: (scope: 'token' | 'workspace', id: string) => RateWindows;
}

export type PermitCosts = Pick<CostBook, 'estimateCost' | 'settleUsage' | 'settleCost' | 'dearestCost'>;

interface RateScope {
  readonly scope: 'token' | 'workspace';
  readonly policy: LimitPolicy;
  readonly rates: RateWindows;
}

type Refused = PlaceRefusal & { readonly fact: BudgetFact | null; readonly asked: NanoUsd };

const NO_HEADERS: Readonly<Record<string, string>> = {};

export class RequestPermit implements Permit {
  readonly #tools: PermitTools;
  readonly #request: LimitedRequest;
  readonly #scopes: readonly RateScope[];
  readonly #holding: Holding;
  /** Some budget of the caller wants to know what is set aside. */
  readonly #isBudgeted: boolean;
  readonly #isBlocking: boolean;
  /** What the place asked about last can cost: it is asked about when the request is let in, and again when it is called. */
  #bound: { readonly candidate: Candidate; readonly most: NanoUsd | null } | null = null;
  readonly #costs = new AttemptCosts();
  #entries: RateEntry[] = [];
  #onReserve: () => void = () => {};
  #onAdmit: (countedKey: string | null, at: number) => void = () => {};

  constructor(identity: Identity, request: LimitedRequest, tools: PermitTools) {
    this.#tools = tools;
    this.#request = request;
    this.#scopes = listScopes(identity, tools);
    this.#holding = tools.ledger.open(listHolders(identity));
    const budgets = [identity.policy.budget, identity.workspacePolicy.budget];
    this.#isBudgeted = budgets.some((budget) => budget !== null);
    this.#isBlocking = budgets.some((budget) => budget?.action === 'block');
  }

  get reserved(): NanoUsd {
    return this.#holding.amount;
  }

  get reservedForKeys(): readonly KeyAmount[] {
    return this.#holding.keyAmounts;
  }

  onReserve(listener: () => void): void {
    this.#onReserve = listener;
  }

  onAdmit(listener: (countedKey: string | null, at: number) => void): void {
    this.#onAdmit = listener;
  }

  enter(): void {
    const now = this.#tools.now();
    const tokens = this.#request.inputTokens + (this.#request.maxOutputTokens ?? 0);
    for (const { scope, policy, rates } of this.#scopes) {
      const refusal = rates.refusal(policy, tokens, now);
      if (refusal) throw createRateError(refusal, scope, now);
    }
    for (const { policy, rates } of this.#scopes) this.#entries.push(rates.enter(policy, tokens, now));
  }

  afford(plan: RoutePlan): RoutePlan {
    const refusals: { readonly candidate: Candidate; readonly refused: Refused }[] = [];
    for (const [index, candidate] of plan.candidates.entries()) {
      const refused = this.#reserve(candidate);
      if (!refused) {
        // The engine asks for its key in the same step.
        this.failed(candidate);
        return index === 0 ? plan : withoutRefused(plan, index, refusals);
      }
      refusals.push({ candidate, refused });
    }
    this.#throwBudget(refusals);
    return withoutRefused(plan, plan.candidates.length, refusals);
  }

  admit(candidate: Candidate): PlaceRefusal | null {
    const refused = this.#reserve(candidate);
    if (refused) return refused;
    const { key } = candidate;
    if (this.#isBudgeted || key?.limits?.spend) this.#costs.begin(candidate, this.#mostAt(candidate) ?? 0);
    const now = this.#tools.now();
    if (key?.limits) this.#tools.keyRates.count(key.id, key.limits, now);
    this.#onAdmit(key?.limits?.requestsPerDay ? key.id : null, now);
    return null;
  }

  failed(candidate: Candidate, wasted?: PartialAnswer): void {
    const { key } = candidate;
    const cost = wasted ? costOfPart(wasted, candidate, this.#request, this.#tools.costs).booked : 0;
    this.#costs.end(candidate, cost);
    if (!key?.limits?.spend) return;
    this.#holding.holdForKey(key.id, this.#costs.beside(candidate, key.id));
    this.#onReserve();
  }

  refuse(): void {
    for (const entry of this.#entries) entry.undo();
    this.settle({ booked: 0, keyAmounts: [], tokens: 0 });
  }

  settle({ booked, keyAmounts, tokens }: Settlement): void {
    if (this.#entries.length > 0) {
      const now = this.#tools.now();
      for (const entry of this.#entries) entry.leave(tokens, now);
      this.#entries = [];
    }
    this.#holding.settle(booked, keyAmounts);
  }

  headers(): Readonly<Record<string, string>> {
    let tightest: RateState | null = null;
    for (const { policy, rates } of this.#scopes) {
      if (policy.requestsPerMinute === null && policy.requestsPerDay === null) continue;
      tightest = findTightest(tightest, rates.tightest(policy, this.#tools.now()));
    }
    return tightest === null ? NO_HEADERS : toRateHeaders(tightest);
  }

  /** Sets aside what the place can cost, beyond what is; never less. */
  #reserve(candidate: Candidate): Refused | null {
    const limits = candidate.key?.limits ?? null;
    if (candidate.key && limits) {
      const until = this.#tools.keyRates.restsUntil(candidate.key.id, limits, this.#tools.now());
      if (until !== null) return { reason: 'key_limit_reached', until, fact: null, asked: 0 };
    }
    if (!this.#isBudgeted && !limits?.spend) return null;
    const most = this.#mostAt(candidate);
    if (most === null && (this.#isBlocking || limits?.spend?.action === 'block')) {
      return { reason: 'price_unknown', until: null, fact: null, asked: 0 };
    }
    const holder = limits?.spend ? keyHolder(candidate) : null;
    const before = this.#holding.amount;
    const cost = most ?? 0;
    const keyAmount = holder ? this.#costs.beside(candidate, holder.id) + cost : 0;
    const fact = this.#holding.reserve(this.#costs.beside(candidate) + cost, holder, keyAmount);
    if (fact) {
      const isKey = fact.holder.scope === 'key';
      if (isKey) this.#tools.ledger.noteRefusal(fact);
      const until = isKey ? fact.resetsAt : null;
      return { reason: isKey ? 'spend_limit_reached' : 'budget', until, fact, asked: cost };
    }
    if (holder || this.#holding.amount > before) this.#onReserve();
    return null;
  }

  #mostAt(candidate: Candidate): NanoUsd | null {
    if (this.#bound?.candidate !== candidate) {
      this.#bound = { candidate, most: this.#tools.costs.estimateCost(candidate, this.#request) };
    }
    return this.#bound.most;
  }

  /** Money is the reason when it is so for any place that could have been tried; keys' own limits are routing's to explain. */
  #throwBudget(refusals: readonly { readonly candidate: Candidate; readonly refused: Refused }[]): void {
    const broke = refusals.flatMap(({ refused }) => (refused.reason === 'budget' ? [refused] : []));
    const cheapest = broke.reduce<Refused | null>(
      (least, refused) => (least === null || refused.asked < least.asked ? refused : least),
      null,
    );
    if (cheapest?.fact) {
      this.#tools.ledger.noteRefusal(cheapest.fact);
      throw createBudgetError(cheapest.fact, cheapest.asked);
    }
    const unpriced = refusals.find(({ refused }) => refused.reason === 'price_unknown')?.candidate;
    if (unpriced) {
      const { provider, model } = unpriced;
      throw createUnpricedError(`${provider.id}/${model}`, provider.kind === 'custom');
    }
  }
}

function withoutRefused(
  plan: RoutePlan,
  count: number,
  refusals: readonly { readonly candidate: Candidate; readonly refused: PlaceRefusal }[],
): RoutePlan {
  const skipped = refusals.map(({ candidate, refused }) => toSkip(candidate, refused.reason, refused.until));
  return { ...plan, candidates: plan.candidates.slice(count), skipped: [...plan.skipped, ...skipped] };
}

function listScopes({ tokenId, workspaceId, policy, workspacePolicy }: Identity, tools: PermitTools) {
  const scopes: RateScope[] = [];
  if (tokenId !== null && isRateLimited(policy)) {
    scopes.push({ scope: 'token', policy, rates: tools.ratesOf('token', tokenId) });
  }
  if (isRateLimited(workspacePolicy)) {
    scopes.push({
      scope: 'workspace',
      policy: workspacePolicy,
      rates: tools.ratesOf('workspace', workspaceId),
    });
  }
  return scopes;
}

function isRateLimited(policy: LimitPolicy): boolean {
  const { requestsPerMinute, requestsPerDay, tokensPerMinute, parallelRequests } = policy;
  return (
    requestsPerMinute !== null ||
    requestsPerDay !== null ||
    tokensPerMinute !== null ||
    parallelRequests !== null
  );
}

function listHolders(identity: Identity): readonly SpendHolder[] {
  const { workspaceId, clientId, tokenId, tokenName, policy, workspacePolicy } = identity;
  const workspace: SpendHolder = {
    scope: 'workspace',
    id: workspaceId,
    name: clientId,
    budget: workspacePolicy.budget,
  };
  if (tokenId === null) return [workspace];
  return [{ scope: 'token', id: tokenId, name: tokenName ?? tokenId, budget: policy.budget }, workspace];
}

function keyHolder({ key }: Candidate): SpendHolder | null {
  return key && { scope: 'key', id: key.id, name: nameKey(key) ?? key.id, budget: key.limits?.spend ?? null };
}
