import type { AttentionItem } from './attention';
import type { HealthStatus } from './health';
import type { Settings } from './settings';
import type { Status } from './status';

/** What somebody who helps needs to know. Holds no secret, no prompt, no label of a key, no name of an agent. */
export interface Diagnostics {
  readonly made_at: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly system: { readonly platform: string; readonly release: string; readonly arch: string };
  readonly status: Status;
  /** Proxies without user and password. */
  readonly settings: Settings;
  readonly providers: readonly {
    readonly id: string;
    readonly kind: string;
    readonly enabled: boolean;
    readonly configured: boolean;
    readonly health: HealthStatus | null;
  }[];
  readonly keys: readonly {
    readonly provider: string;
    readonly enabled: boolean;
    readonly health: HealthStatus;
    readonly last_error_code: string | null;
    readonly cooling_until: string | null;
  }[];
  readonly attention: readonly Pick<AttentionItem, 'kind' | 'severity'>[];
  /** The last lines of the log file, scrubbed. */
  readonly log: readonly string[];
}

/** What came of asking everybody for their lists of models. */
export interface CatalogRefresh {
  readonly asked: number;
  readonly failed: number;
}
