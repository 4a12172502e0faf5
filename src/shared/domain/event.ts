import type { KeyHealth } from './health';
import type { ProviderSummary } from './provider';
import type { RequestSummary } from './request';
import type { Status } from './status';

/** Collections the window keeps a replica of and reads again when they change. */
export type Collection =
  | 'keys'
  | 'agent_tokens'
  | 'aliases'
  | 'workspaces'
  | 'providers'
  | 'requests'
  | 'settings';

/** A fact that has happened. `changed` goes to the window only; the others also to `GET /events`. */
export type AppEvent =
  | { readonly type: 'request'; readonly request: RequestSummary }
  | {
      readonly type: 'key_health';
      readonly key_id: string;
      readonly provider: string;
      readonly health: KeyHealth;
    }
  | { readonly type: 'provider'; readonly provider: ProviderSummary }
  | { readonly type: 'status'; readonly status: Status }
  | { readonly type: 'changed'; readonly collection: Collection };

/** The single error shape of both HTTP interfaces and of IPC. */
export interface ApiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
}
