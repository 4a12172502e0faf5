export type GatewayState = 'running' | 'paused' | 'failed';
export type VaultState = 'unlocked' | 'locked' | 'unavailable';
export type VaultProtection = 'os_keychain' | 'passphrase';

export interface VaultStatus {
  /** `unavailable`: no keychain and no passphrase chosen yet, so no key can be stored. */
  readonly state: VaultState;
  readonly protection: VaultProtection;
}

export interface Status {
  readonly version: string;
  readonly gateway: { readonly url: string; readonly state: GatewayState; readonly error: string | null };
  readonly vault: VaultStatus;
  readonly counts: {
    readonly providers_configured: number;
    readonly keys: number;
    readonly agent_tokens: number;
    readonly requests_today: number;
    readonly requests_running: number;
    /** USD spent today on requests with a known price. */
    readonly spent_today_usd: number;
  };
  readonly uptime_s: number;
}
