import type { BudgetAction, BudgetWindow } from './limits';

/** `bad`: something does not work. `warn`: it soon may not. */
export type AttentionSeverity = 'bad' | 'warn';

/** What is wrong. Each kind has one thing that mends it; which words and which button is up to who shows it. */
export type AttentionCause =
  /** The Gateway API does not listen. */
  | { readonly kind: 'gateway_failed'; readonly reason: string }
  | { readonly kind: 'vault_locked'; readonly keys: number }
  /** Damaged entries keep the vault from being encrypted anew. */
  | { readonly kind: 'rekey_stuck' }
  /** Tokens and client credentials that no longer work, because what they were made with is gone. */
  | { readonly kind: 'tokens_void'; readonly count: number }
  | {
      readonly kind: 'key_failing';
      readonly key_id: string;
      readonly provider: string;
      readonly label: string;
      /** Its `last_error_code`; `key_damaged`: its entry in the vault cannot be read. */
      readonly code: string | null;
    }
  | {
      readonly kind: 'budget';
      readonly scope: 'token' | 'workspace' | 'key';
      readonly owner_id: string;
      /** As in a budget event. */
      readonly name: string;
      readonly window: BudgetWindow;
      readonly action: BudgetAction;
      readonly limit_usd: number;
      readonly spent_usd: number;
      readonly resets_at: string;
    }
  /** An alias that is in use has lost places: `left` of them can answer now. */
  | {
      readonly kind: 'alias_thin';
      readonly alias: string;
      readonly left: 0 | 1;
      /** Whose place it is; `null` where none is left. */
      readonly provider: string | null;
      /** When the first of the others is back; `null`: not by itself, or nobody knows. */
      readonly back_at: string | null;
    }
  | { readonly kind: 'origin_refused'; readonly origin: string; readonly count: number };

export type AttentionItem = AttentionCause & {
  /** The same for the same cause in the same window, so that one can be told once. */
  readonly id: string;
  readonly severity: AttentionSeverity;
};
