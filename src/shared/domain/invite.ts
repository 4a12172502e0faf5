import type { KeyTestResult, ProviderKey } from './key';

/** `used`: a key came. `withdrawn`: its contributor took it back. `revoked`: the owner ended it before. */
export type InviteState = 'open' | 'used' | 'withdrawn' | 'revoked' | 'expired';

/** By which somebody else puts a key of theirs into this vault. */
export interface Invite {
  readonly id: string;
  readonly provider_name: string;
  /** What the key will be called. */
  readonly label: string;
  /** How the owner calls themselves on the contributor's page. */
  readonly from: string;
  readonly message: string | null;
  /** Where the key will belong; `null`: to no workspace. */
  readonly workspace_id: string | null;
  readonly share_with_pool: boolean;
  /** Whether the page can be opened from other devices of the network. */
  readonly in_network: boolean;
  readonly state: InviteState;
  readonly created_at: string;
  readonly expires_at: string;
  /** When it was used, withdrawn or revoked. */
  readonly ended_at: string | null;
  /** The key that came, while it is in the vault. */
  readonly key_id: string | null;
  /** To be compared with what the contributor's page shows. */
  readonly fingerprint: string | null;
  /** On this computer; `null` once it is over, as for all that follows. */
  readonly link: string | null;
  /** From other devices, while `in_network` is on and the page is reachable. */
  readonly network_links: readonly string[];
  /** Why it is not reachable although it should be, for people. */
  readonly network_error: string | null;
}

/** What came of a reply that the owner brought in. */
export interface InviteReplyResult {
  readonly outcome: 'added' | 'withdrawn';
  /** The new key; `null` when one was withdrawn. */
  readonly key: ProviderKey | null;
  readonly test: KeyTestResult | null;
  /** One sentence for people. */
  readonly message: string;
}
