/** Why signing in at a provider brought no key. */
export type ConnectFailure =
  | 'denied'
  | 'timed_out'
  | 'refused'
  | 'unreachable'
  | 'unexpected'
  | 'not_stored'
  | 'vault_locked';

/** Getting a key by signing in at its provider, in the system's browser. */
export interface ConnectFlow {
  readonly flow_id: string;
  readonly provider_name: string;
  readonly state: 'waiting' | 'connected' | 'failed' | 'cancelled';
  /** The page to open. */
  readonly url: string;
  /** What is typed there; `null` where nothing is. */
  readonly user_code: string | null;
  readonly expires_at: string;
  /** The key that came; `null` before. */
  readonly key_id: string | null;
  readonly error: { readonly code: ConnectFailure; readonly message: string } | null;
}

/** `browser`: signing in is all. `code`: a code is typed on the provider's page. */
export type ConnectWay = 'browser' | 'code';
