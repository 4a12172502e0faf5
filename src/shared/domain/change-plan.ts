export type ChangedThing =
  | 'workspace'
  | 'key'
  | 'agent_token'
  | 'alias'
  | 'provider'
  | 'provider_switch'
  | 'setting'
  | 'origin';

/** One field of a changed thing, in words; `null` where there is nothing. Never a secret. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface PlannedChange {
  readonly thing: ChangedThing;
  readonly action: 'add' | 'change' | 'remove';
  readonly name: string;
  /** Only for `change`. */
  readonly fields: readonly FieldChange[];
}

/** What a restore or an import would do, or has done. */
export interface ChangePlan {
  /** False: a dry run; nothing was changed. */
  readonly applied: boolean;
  readonly mode: RestoreMode;
  readonly changes: readonly PlannedChange[];
  /** What people should know besides, in whole sentences. */
  readonly notices: readonly string[];
}

/** `merge` keeps what only this computer has, `replace` removes it. */
export type RestoreMode = 'merge' | 'replace';

export interface RestorePlan extends ChangePlan {
  readonly made_at: string;
  readonly app_version: string;
}

export interface BackupState {
  /** When the restore or import was that can still be undone; `null`: there is none. */
  readonly undo_from: string | null;
}

export interface ExportedBackup {
  /** An age file; see docs/backup-format.md. */
  readonly file: Uint8Array;
  readonly name: string;
  /** Keys whose secret could not be read, and is not in the file. */
  readonly unreadable_keys: readonly string[];
}
