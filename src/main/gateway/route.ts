import type { AliasTemper } from '../../shared/domain/alias';
import type { KeyScope, TraceSkip } from '../../shared/domain/route-trace';
import type { ModelFacts, ProviderDefinition, UsableKey } from './types';

/** One place a request may go: a slot with one key. */
export interface Candidate {
  readonly provider: ProviderDefinition;
  readonly model: string;
  /** `null` where the provider needs none. */
  readonly key: UsableKey | null;
  readonly keyScope: KeyScope;
  readonly facts: ModelFacts | null;
}

/** Where a request may go, best first, and why the rest may not. */
export interface RoutePlan {
  readonly requested: string;
  /** `null` when a model was pinned. */
  readonly alias: string | null;
  readonly temper: AliasTemper;
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly SkippedPlace[];
  /** The first slot that has any key, as `provider/model`; `null` when none has. */
  readonly firstChoice: string | null;
}

export type SkipReason =
  | 'slot_off'
  | 'provider_off'
  | 'unknown_provider'
  | 'no_key'
  | 'vault_locked'
  | 'key_off'
  | 'key_unhealthy'
  | 'cooling_down'
  | 'quota_spent'
  | 'spend_limit_reached'
  | 'provider_down'
  | 'model_gone'
  | 'offline'
  | 'not_running'
  | 'model_not_installed'
  | 'context_too_small'
  | 'input_too_large_for_free_tier'
  | 'capability_missing'
  | 'not_allowed'
  | 'not_free'
  | 'excluded'
  | 'other_model'
  | 'too_expensive'
  | 'demo_not_needed';

export interface SkippedPlace extends TraceSkip {
  readonly reason: SkipReason;
}

/** The name of a key in traces, logs and messages. */
export function nameKey(key: UsableKey | null): string | null {
  return key && `${key.provider} · ${key.label}`;
}
