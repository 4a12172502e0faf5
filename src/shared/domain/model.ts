import type { SlotTier } from './alias';

/** What is known about one model of one provider. `null`: nobody knows. */
export interface ModelSummary {
  readonly provider: string;
  readonly model: string;
  readonly context_window: number | null;
  readonly max_output_tokens: number | null;
  readonly capabilities: readonly string[];
  /** List price in USD per million tokens. */
  readonly price: {
    readonly input_usd_per_million: number;
    readonly output_usd_per_million: number;
  } | null;
  readonly tier: SlotTier | null;
  /** A request could go there now. */
  readonly configured: boolean;
}
