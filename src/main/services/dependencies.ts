import type { CatalogRefresh } from '../../shared/domain/diagnostics';
import type { PersonalAct } from '../../shared/domain/personal-act';
import type { ContributePage } from '../../shared/invite/contribute-page';
import type { Gateway } from '../gateway/gateway';
import type { HealthBook } from '../gateway/health/types';
import type { Clock, Transport } from '../gateway/ports';
import type { AliasDefinition } from '../gateway/types';
import type { OAuth } from '../oauth/types';
import type { EmbeddedProvider } from '../providers/types';
import type { Storage } from '../storage/types';
import type { TokenHasher, Vault } from '../vault/types';
import type { LocalServers } from './local-servers';
import type { InviteNetwork } from './types';

/** Makes and reads the credentials callers present. */
export interface TokenTools {
  readonly makeAgentToken: () => string;
  readonly hasValidChecksum: (token: string) => boolean;
  /** For a new workspace when no `client_id` is given. */
  readonly makeWorkspaceCredential: (clientId?: string) => {
    readonly clientId: string;
    readonly credential: string;
  };
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
  readonly oauth: OAuth;
  /** Has the desktop open a page in the system's browser; does nothing where there is none. */
  readonly openInBrowser: (url: string) => void;
  /** Asks whoever sits at the screen whether they want this; `null`: nobody can be asked. */
  readonly askPerson: ((act: PersonalAct) => Promise<boolean>) | null;
  readonly localServers: LocalServers;
  readonly embeddedProviders: readonly EmbeddedProvider[];
  readonly embeddedAliases: readonly EmbeddedAlias[];
  readonly clock: Clock;
  readonly version: string;
  readonly newRequestId: () => string;
  /** The variables the app was started with; looked at when somebody asks for keys in them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Base-2 logarithm of what a backup's passphrase costs to try; the usual when left out. For tests. */
  readonly backupWorkFactor?: number;
  /** Built on the services, so it is there only once something is asked. */
  readonly gateway: () => Gateway;
  /** Built on the services' door, so it does nothing before they are there. */
  readonly inviteNetwork: InviteNetwork;
  /** The contributor's page as one HTML file. */
  readonly contributePage: (page: ContributePage) => string;
  /** Where the Gateway API listens, or would. */
  readonly gatewayUrl: () => string;
  /** Why it does not listen; `null` when it does. */
  readonly gatewayError: () => string | null;
  /** Has it listen elsewhere; gives why it cannot, for people, and then nothing has changed. */
  readonly moveGateway: (port: number) => Promise<string | null>;
  /** Asks everybody for their list of models. */
  readonly refreshCatalog: () => Promise<CatalogRefresh>;
  /** The last lines of the log, scrubbed. */
  readonly readLog: () => Promise<readonly string[]>;
}
