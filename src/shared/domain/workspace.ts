import type { BudgetState, Limits } from './limits';

/** A brand: owns keys, aliases and tokens. Usage is booked to its `client_id`. */
export interface Workspace extends Limits {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  /** False: the client credential is turned away; agent tokens have their own switch. */
  readonly credential_enabled: boolean;
  /** `null`: no budget. */
  readonly budget: BudgetState | null;
  readonly created_at: string;
  /** Of the client credential. */
  readonly last_used_at: string | null;
}

export interface CreatedWorkspace extends Workspace {
  /** `cli_…:key_…:secret_…`; given out this once, stored only as a keyed hash. */
  readonly credential: string;
}
