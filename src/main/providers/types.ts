import type { FreeTierKind } from '../../shared/domain/provider';
import type { ProviderDefinition } from '../gateway/types';

/** A provider that ships with the program: the engine's view plus what people are told. */
export interface EmbeddedProvider extends ProviderDefinition {
  readonly keyPrefixes: readonly string[];
  /** Names of environment variables that usually hold a key of it. */
  readonly envNames: readonly string[];
  /** The same for the fields a key needs besides the secret. */
  readonly fieldEnvNames: Readonly<Record<string, readonly string[]>>;
  /** What its terms say about a second account, in a sentence; `null` where nothing is known. */
  readonly accountRule: string | null;
  readonly keyCheck: KeyCheck;
  readonly freeTier: string | null;
  readonly freeTierKind: FreeTierKind;
  /** When `freeTier` was looked up. */
  readonly freeTierAsOf: string | null;
  /** Short labels, e.g. "trains on prompts", "evaluation only". */
  readonly terms: readonly string[];
  /** `GET {base_url}/models` answers with a list. */
  readonly listsModels: boolean;
}

/** Where a value stands in an answer: names and list positions, from the outside in. */
type AnswerPlace = readonly string[];

/** The cheapest call that tells a good key from a dead one, and what its answer says besides. */
export interface KeyCheck {
  /** A path behind the base URL, or `chat`. */
  readonly ask: string;
  readonly models: string;
  readonly free: AnswerPlace | null;
  readonly account: AnswerPlace | null;
  readonly accountHeader: string | null;
  readonly left: readonly {
    readonly left: AnswerPlace;
    readonly limit: AnswerPlace | null;
    readonly unit: string;
    /** Where the answer names the unit itself, e.g. a currency. */
    readonly unitAt: AnswerPlace | null;
    readonly window: 'day' | 'month' | null;
  }[];
}
