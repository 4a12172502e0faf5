import type { AttentionItem } from './attention';
import type { KeyHealth, QuotaWindow } from './health';
import type { BudgetAction, BudgetWindow } from './limits';
import type { ProviderSummary } from './provider';
import type { RequestSummary } from './request';
import type { Status } from './status';

/** Collections the window keeps a replica of and reads again when they change. */
export type Collection =
  | 'keys'
  | 'invites'
  | 'agent_tokens'
  | 'aliases'
  | 'workspaces'
  | 'providers'
  | 'requests'
  | 'recordings'
  | 'settings'
  | 'origins';

/** A budget has reached a threshold, told once per window. At 100 also when it turned the first request away. */
export interface BudgetAlert {
  readonly scope: 'token' | 'workspace' | 'key';
  readonly id: string;
  /** The token's name, the workspace's `client_id`, or `provider · label` of the key. */
  readonly name: string;
  readonly window: BudgetWindow;
  readonly action: BudgetAction;
  /** Percent. */
  readonly threshold: 50 | 80 | 100;
  readonly limit_usd: number;
  readonly spent_usd: number;
  /** Set aside for requests under way. */
  readonly reserved_usd: number;
  readonly resets_at: string;
}

/** A provider's quota has reached a threshold, told once per window. */
export interface QuotaAlert {
  readonly provider: string;
  readonly account: string;
  /** `null`: of all models together. */
  readonly model: string | null;
  readonly unit: QuotaWindow['unit'];
  readonly window: QuotaWindow['window'];
  /** Percent used. */
  readonly threshold: 50 | 80 | 100;
  readonly limit: number;
  readonly left: number;
  readonly resets_at: string;
}

/** A fact that has happened. `changed` goes to the window only; the others also to `GET /events`. */
export type AppEvent =
  | { readonly type: 'request'; readonly request: RequestSummary }
  | {
      readonly type: 'key_health';
      readonly key_id: string;
      readonly provider: string;
      readonly health: KeyHealth;
    }
  | { readonly type: 'provider'; readonly provider: ProviderSummary }
  | { readonly type: 'status'; readonly status: Status }
  | ({ readonly type: 'budget' } & BudgetAlert)
  | ({ readonly type: 'quota' } & QuotaAlert)
  /** A contributor's page has brought a key, or taken one back; which invite it was, its label says. */
  | {
      readonly type: 'contribution';
      readonly invite_id: string;
      readonly provider: string;
      readonly label: string;
      readonly outcome: 'added' | 'untested' | 'withdrawn';
    }
  /** A page or app that is not allowed has tried to connect; told once in a while. */
  | { readonly type: 'origin_refused'; readonly origin: string; readonly count: number }
  /** Many requests with a wrong token from one place; told once in a while. */
  | { readonly type: 'auth_failures'; readonly address: string; readonly count: number }
  /** The whole list of what a person should look at, whenever it has become another. */
  | { readonly type: 'attention'; readonly items: readonly AttentionItem[] }
  | { readonly type: 'changed'; readonly collection: Collection };

/** The single error shape of both HTTP interfaces and of IPC. */
export interface ApiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
}
