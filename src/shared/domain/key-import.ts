export type ImportFormat = 'list' | 'env' | 'json' | 'csv' | 'environment';

/** What a text or the environment holds, before anything is stored. The secrets stay in the main process. */
export interface KeyImportPreview {
  /** Names what was found, until `expires_at`. */
  readonly session_id: string;
  readonly expires_at: string;
  readonly format: ImportFormat;
  readonly entries: readonly KeyImportEntry[];
  /** Lines or variables without a key. */
  readonly ignored: number;
}

export interface KeyImportEntry {
  /** Within its session. */
  readonly id: string;
  /** The variable it stood in. */
  readonly name: string | null;
  readonly masked: string;
  /** `ask`: somebody has to say whose key it is. */
  readonly state: 'ready' | 'ask' | 'duplicate' | 'refused';
  readonly provider_name: string | null;
  readonly recognised_by: 'prefix' | 'name' | 'address' | null;
  /** Providers it may belong to, the likely ones; empty: any. */
  readonly choices: readonly string[];
  /** Why it is refused, or which key it is already, in a sentence for people. */
  readonly reason: string | null;
  readonly key_label: string | null;
  readonly account: string | null;
  readonly workspace_id: string | null;
  readonly fields: Readonly<Record<string, string>>;
}
