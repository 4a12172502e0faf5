import type { Limits } from '../auth/types';
import type { ChatRequest } from '../chat';
import type { CostBook } from '../cost/types';
import type { RoutingHealth } from '../health/types';
import type {
  AffinityPort,
  AliasBook,
  KeyRing,
  ModelCatalog,
  ProviderDirectory,
  RoutingPolicy,
} from '../ports';
import type { Identity } from '../types';

export type CostEstimates = Pick<CostBook, 'estimateCost' | 'isFree'>;

/** Everything a route is decided from. */
export interface RoutingView {
  readonly aliases: AliasBook;
  readonly providers: ProviderDirectory;
  readonly keyRing: KeyRing;
  readonly catalog: ModelCatalog;
  readonly health: Pick<RoutingHealth, 'look'>;
  readonly affinity: Pick<AffinityPort, 'placeOf'>;
  readonly policy: () => RoutingPolicy;
  readonly costs: CostEstimates;
  readonly limits: Pick<Limits, 'lookAtKey'>;
}

export type RoutingRequest = Pick<
  ChatRequest,
  | 'model'
  | 'options'
  | 'needs'
  | 'inputTokens'
  | 'maxOutputTokens'
  | 'stream'
  | 'sessionKey'
  | 'keepsModel'
  | 'choices'
  | 'wantsSchema'
>;

export interface RoutingQuestion {
  readonly request: RoutingRequest;
  readonly identity: Identity;
}
