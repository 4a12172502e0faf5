export type GatewayState = 'running' | 'paused' | 'failed';
export type VaultState = 'unlocked' | 'locked' | 'unavailable';
export type VaultProtection = 'os_keychain' | 'passphrase';

export interface VaultStatus {
  /** `unavailable`: no keychain and no passphrase chosen yet, so no key can be stored. */
  readonly state: VaultState;
  readonly protection: VaultProtection;
  /** The operating system's keychain could guard it. */
  readonly keychain_available: boolean;
  /** Everything is being encrypted again under a new data key; `null`: no. */
  readonly rekey: RekeyStatus | null;
}

export interface RekeyStatus {
  /** `waiting`: goes on by itself once the vault is unlocked. `stuck`: damaged entries must be deleted first. */
  readonly state: 'running' | 'waiting' | 'stuck';
  readonly done: number;
  readonly total: number;
}

export interface Status {
  readonly version: string;
  readonly gateway: {
    readonly url: string;
    readonly state: GatewayState;
    readonly error: string | null;
    /** When it resumes by itself; `null`: it is not paused, or until somebody resumes. */
    readonly paused_until: string | null;
  };
  readonly vault: VaultStatus;
  readonly counts: {
    readonly providers_configured: number;
    readonly keys: number;
    /** Keys whose entry in the vault was altered: they cannot be used any more. */
    readonly damaged_keys: number;
    readonly agent_tokens: number;
    /** Tokens and client credentials that no longer work because the token key was lost or replaced. */
    readonly void_tokens: number;
    readonly requests_today: number;
    readonly requests_running: number;
    /** USD spent today on requests with a known price. */
    readonly spent_today_usd: number;
    /** Estimate: what the same requests would have cost more at the dearest paid slots of their aliases. */
    readonly saved_today_usd: number;
    /** Of today's requests: how many have a cost that is an estimate, and how many one that nobody knows. */
    readonly cost_estimated_today: number;
    readonly cost_unknown_today: number;
  };
  readonly uptime_s: number;
}
