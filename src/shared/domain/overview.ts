import type { UsageNumbers } from './usage';

/** What ended in the last hours, at one provider. Each list has a number for every one of `Overview.hours`. */
export interface ProviderHours {
  /** `null`: no provider served it. */
  readonly id: string | null;
  readonly requests: readonly number[];
  readonly tokens: readonly number[];
  /** Of requests whose cost is known. */
  readonly cost_usd: readonly number[];
}

export interface Overview {
  /** Since midnight in the user's time zone. */
  readonly today: UsageNumbers;
  /** When each of the last 24 hours began, oldest first; the last one is not over. */
  readonly hours: readonly string[];
  /** The busiest first. */
  readonly providers: readonly ProviderHours[];
}
