import type { ProviderDefinition } from '../gateway/types';

/** A provider that ships with the program: the engine's view plus what people are told. */
export interface EmbeddedProvider extends ProviderDefinition {
  readonly keyPrefixes: readonly string[];
  /** Names of environment variables that usually hold a key of it. */
  readonly envNames: readonly string[];
  /** Why no key of it can be added (retired, or not for third-party programs); `null` when one can. */
  readonly refused: string | null;
  readonly freeTier: string | null;
  /** When `freeTier` was looked up. */
  readonly freeTierAsOf: string | null;
  /** Short labels, e.g. "trains on prompts", "evaluation only". */
  readonly terms: readonly string[];
  /** `GET {base_url}/models` answers with a list. */
  readonly listsModels: boolean;
}
