export type StreamSafety = 'live' | 'complete';
export type SlotTier = 'free' | 'paid' | 'subscription' | 'local';

/** One (provider, model) place in a chain. */
export interface AliasSlot {
  readonly provider: string;
  readonly model: string;
  /** Only this key serves the slot; otherwise every usable key of the provider does. */
  readonly key_id?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/** How an alias behaves while it waits and fails. Times in milliseconds. */
export interface AliasTemper {
  readonly stream_safety: StreamSafety;
  /** How long a stated short wait is sat out at the same place before going on. */
  readonly patience_ms: number;
  readonly first_token_ms: number;
  readonly max_attempts: number;
  /** A place that refuses for the sake of safety is passed over, instead of ending the request. */
  readonly route_around_refusals: boolean;
}

/** A name for a job that resolves to a ranked chain of slots. */
export interface Alias extends AliasTemper {
  readonly id: string;
  readonly description: string;
  readonly slots: readonly AliasSlot[];
  /** True when the user made or changed it. */
  readonly custom: boolean;
  readonly built_in: boolean;
}
