import type { BudgetWindow } from '../../../shared/domain/limits';
import type { PartialAnswer } from '../attempt';
import type { ChatRequest } from '../chat';
import type { SpendScope } from '../ports';
import type { Candidate, RoutePlan, SkipReason } from '../route';
import type { BudgetPolicy, Identity, KeyAmount, NanoUsd, UsableKey } from '../types';

/** A budget as it stands now. Nano-dollars and epoch milliseconds. */
export interface BudgetView {
  readonly window: BudgetWindow;
  readonly action: BudgetPolicy['action'];
  readonly limit: NanoUsd;
  readonly spent: NanoUsd;
  /** Set aside for requests under way. */
  readonly reserved: NanoUsd;
  /** Never below 0. */
  readonly remaining: NanoUsd;
  readonly resetsAt: number;
}

/** What may be read of the limits, by anybody. */
export interface LimitsView {
  /** `null` where no budget is set. A client credential has none of its own. */
  view(identity: Identity): { readonly token: BudgetView | null; readonly workspace: BudgetView | null };
  budget(scope: SpendScope, id: string, policy: BudgetPolicy | null): BudgetView | null;
}

/** Why a key must not be used now by the limits its owner gave it. */
export interface KeyRefusal {
  readonly reason: Extract<SkipReason, 'key_limit_reached' | 'spend_limit_reached'>;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Why a place must not be tried by this request. */
export interface PlaceRefusal {
  readonly reason: Extract<
    SkipReason,
    'budget' | 'price_unknown' | 'key_limit_reached' | 'spend_limit_reached'
  >;
  /** Epoch milliseconds; `null`: no time would help, or it says nothing of the place. */
  readonly until: number | null;
}

/** What the engine asks before each attempt. */
export interface AttemptGate {
  /** Sets aside what the place can cost and counts the attempt on its key; `null`: it may be tried. */
  admit(candidate: Candidate): PlaceRefusal | null;
  /** The attempt failed; `wasted` stays set aside, for its key as well, beside what the next one can cost. */
  failed(candidate: Candidate, wasted?: PartialAnswer): void;
}

export interface Settlement {
  /** What the budgets of token and workspace are charged. */
  readonly booked: NanoUsd;
  /** What the keys are. */
  readonly keyAmounts: readonly KeyAmount[];
  /** Input and output as the provider counted them. */
  readonly tokens: number;
}

/** One request against all limits it meets: asked for at its start, given back exactly once at its end. */
export interface Permit extends AttemptGate {
  /** What is set aside now. */
  readonly reserved: NanoUsd;
  /** What of it is set aside for keys that have a spend limit. */
  readonly reservedForKeys: readonly KeyAmount[];
  /** Counts it. Throws `rate_limit_exceeded` or `daily_rate_limit_exceeded`, and then has counted nothing. */
  enter(): void;
  /**
   * The plan from the first place that can be paid for on. Throws `budget_exceeded` when none can,
   * and then has set nothing aside.
   */
  afford(plan: RoutePlan): RoutePlan;
  /** It was refused before anything was tried: it does not count. */
  refuse(): void;
  /** Books what it cost and gives the rest back; further calls do nothing. */
  settle(settlement: Settlement): void;
  /** Told whenever what is set aside may have changed. */
  onReserve(listener: () => void): void;
  /**
   * Told of every attempt before it is made; epoch milliseconds. `countedKey`: its key may be used only so often a day.
   */
  onAdmit(listener: (countedKey: string | null, at: number) => void): void;
  /** `X-RateLimit-*` of the tightest limit; empty where there is none. */
  headers(): Readonly<Record<string, string>>;
}

export type LimitedRequest = Pick<
  ChatRequest,
  'inputTokens' | 'images' | 'maxOutputTokens' | 'choices' | 'needs' | 'keepsModel'
>;

export interface Limits extends LimitsView {
  /** Changes nothing yet. */
  permit(identity: Identity, request: LimitedRequest): Permit;
  /** Pure: for planning a route. */
  lookAtKey(key: UsableKey): KeyRefusal | null;
}
