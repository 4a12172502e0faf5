import type { ChatRequest } from '../chat';
import type { RoutingHealth } from '../health/types';
import type { AliasBook, KeyRing, ModelCatalog, ProviderDirectory } from '../ports';
import type { Identity } from '../types';

/** Everything a route is decided from. */
export interface RoutingView {
  readonly aliases: AliasBook;
  readonly providers: ProviderDirectory;
  readonly keyRing: KeyRing;
  readonly catalog: ModelCatalog;
  readonly health: RoutingHealth;
}

export type RoutingRequest = Pick<
  ChatRequest,
  'model' | 'options' | 'needs' | 'inputTokens' | 'maxOutputTokens' | 'stream'
>;

export interface RoutingQuestion {
  readonly request: RoutingRequest;
  readonly identity: Identity;
}
