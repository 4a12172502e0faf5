/** A brand: owns keys, aliases and tokens. Usage is booked to its `client_id`. */
export interface Workspace {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly created_at: string;
}

export interface CreatedWorkspace extends Workspace {
  /** `cli_…:key_…:secret_…`; given out this once, stored only as a keyed hash. */
  readonly credential: string;
}
