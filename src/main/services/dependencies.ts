import type { Gateway } from '../gateway/gateway';
import type { HealthBook } from '../gateway/health/types';
import type { Clock, Transport } from '../gateway/ports';
import type { AliasDefinition } from '../gateway/types';
import type { EmbeddedProvider } from '../providers/types';
import type { Storage } from '../storage/types';
import type { TokenHasher, Vault } from '../vault/types';
import type { LocalServers } from './local-servers';

/** Makes and reads the credentials callers present. */
export interface TokenTools {
  readonly makeAgentToken: () => string;
  readonly hasValidChecksum: (token: string) => boolean;
  readonly makeWorkspaceCredential: () => { readonly clientId: string; readonly credential: string };
  readonly maskSecret: (secret: string) => string;
}

export type EmbeddedAlias = AliasDefinition & { readonly description: string };

export interface ServiceDependencies {
  readonly storage: Storage;
  readonly vault: Vault;
  readonly tokenHasher: TokenHasher;
  readonly tokens: TokenTools;
  readonly health: HealthBook;
  readonly transport: Transport;
  readonly localServers: LocalServers;
  readonly embeddedProviders: readonly EmbeddedProvider[];
  readonly embeddedAliases: readonly EmbeddedAlias[];
  readonly clock: Clock;
  readonly version: string;
  /** Built on the services, so it is there only once something is asked. */
  readonly gateway: () => Gateway;
  /** Where the Gateway API listens, or would. */
  readonly gatewayUrl: () => string;
  /** Why it does not listen; `null` when it does. */
  readonly gatewayError: () => string | null;
}
