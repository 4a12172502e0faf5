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
  /** Of the places left out, those that waiting alone does not bring back: spent, or not authorised. */
  readonly needOwner: readonly SkippedPlace[];
}

export type SkipReason =
  | 'slot_off'
  | 'provider_off'
  | 'unknown_provider'
  | 'provider_refused'
  | 'no_key'
  | 'vault_locked'
  | 'key_damaged'
  | 'key_off'
  | 'key_unhealthy'
  | 'cooling_down'
  | 'quota_spent'
  | 'spend_limit_reached'
  | 'key_limit_reached'
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
  | 'private_prompts_only'
  | 'excluded'
  | 'other_model'
  | 'too_expensive'
  | 'budget'
  | 'price_unknown';

export interface SkippedPlace extends TraceSkip {
  readonly reason: SkipReason;
}

/** `until`: epoch milliseconds; `null`: nobody knows. */
export function toSkip(
  { provider, model, key }: Pick<Candidate, 'provider' | 'model' | 'key'>,
  reason: SkipReason,
  until: number | null,
): SkippedPlace {
  const name = nameKey(key);
  return {
    provider: provider.id,
    model,
    reason,
    ...(name === null ? {} : { key: name }),
    ...(until === null ? {} : { until: new Date(until).toISOString() }),
  };
}

/** The name of a key in traces, logs and messages. */
export function nameKey(key: UsableKey | null): string | null {
  return key && `${key.provider} · ${key.label}`;
}
