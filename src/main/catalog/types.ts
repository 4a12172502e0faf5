import type { Capability, ModelFacts, ModelPrice } from '../gateway/types';

/** One model as a provider's list or models.dev describes it. `null`: it says nothing. */
export interface SeenModel {
  readonly model: string;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  readonly capabilities: readonly Capability[] | null;
  readonly price: ModelPrice | null;
}

/** What a provider's own `/models` said last. */
export interface ProviderList {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** False when more may exist, so that a model which is missing here is not gone. */
  readonly isComplete: boolean;
  readonly models: readonly SeenModel[];
}

export interface ModelsDevList {
  readonly at: number;
  readonly etag: string | null;
  readonly providers: ReadonlyMap<string, readonly SeenModel[]>;
}

/** Everything the refresh has taught us. Another object whenever something has changed. */
export interface Learned {
  readonly lists: ReadonlyMap<string, ProviderList>;
  readonly modelsDev: ModelsDevList | null;
}

/** What ships with the program. */
export interface EmbeddedModels {
  /** What the shipped chains say about their places. */
  readonly chains: readonly ModelFacts[];
  /** What we wrote down because the snapshot's source leaves it out. */
  readonly own: readonly ModelFacts[];
  readonly snapshot: readonly ModelFacts[];
}

/** One small text that outlives the process. Neither method throws. */
export interface CatalogStore {
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}
