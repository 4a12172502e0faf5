import type { TokenScope } from '../../shared/domain/agent-token';
import type { StreamSafety } from '../../shared/domain/alias';
import type { CustomProvider } from '../../shared/domain/provider';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { Page } from '../../shared/ipc/contract';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { RequestLog, SpendBook } from '../gateway/ports';
import type { KeyLimits, LimitPolicy, TokenPolicy } from '../gateway/types';
import type { ExportPiece, ExportQuestion, UsageQuestion } from './usage/types';

/** Times in this file are epoch milliseconds. Every call is synchronous and one transaction. */

export interface WorkspaceRow {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** HMAC of the whole credential, 32 bytes. */
  readonly credentialHash: Uint8Array;
  /** Of the client credential alone; agent tokens have their own switch. */
  readonly credentialEnabled: boolean;
  /** All tokens of the workspace and its client credential together. */
  readonly limits: LimitPolicy;
  readonly createdAt: number;
  /** Of the client credential alone. */
  readonly lastUsedAt: number | null;
}

export interface AgentTokenRow {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly tokenHash: Uint8Array;
  readonly masked: string;
  readonly allowedModels: readonly string[];
  readonly scopes: readonly TokenScope[];
  readonly enabled: boolean;
  readonly policy: TokenPolicy;
  readonly expiresAt: number | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface KeyRow {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly masked: string;
  /** nonce ‖ ciphertext ‖ tag; see vault. */
  readonly sealed: Uint8Array;
  readonly workspaceId: string | null;
  readonly shareWithPool: boolean;
  readonly account: string;
  readonly priority: number;
  readonly enabled: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly limits: KeyLimits | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface AliasRow {
  readonly id: string;
  readonly slots: readonly { provider: string; model: string; keyId: string | null; enabled: boolean }[];
  readonly streamSafety: StreamSafety | null;
  readonly patienceMs: number | null;
  readonly firstTokenMs: number | null;
  readonly maxAttempts: number | null;
  readonly routeAroundRefusals: boolean;
}

export interface InviteRow {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** As the owner calls themselves. */
  readonly sender: string;
  readonly message: string | null;
  readonly workspaceId: string | null;
  readonly shareWithPool: boolean;
  readonly inNetwork: boolean;
  /** `null` once it is over. */
  readonly token: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly endedAs: 'used' | 'withdrawn' | 'revoked' | null;
  readonly keyId: string | null;
  /** HMAC of the code its contributor keeps, 32 bytes. */
  readonly withdrawalHash: Uint8Array | null;
}

export interface WorkspaceTable {
  list(): readonly WorkspaceRow[];
  insert(row: WorkspaceRow): void;
  /** A new name goes into the ids of its `client:` aliases and into allow-lists too. */
  update(row: WorkspaceRow): void;
  /** Its tokens, keys and `client:` aliases go too. */
  delete(id: string): boolean;
  touch(lastUsed: ReadonlyMap<string, number>): void;
}

export interface AgentTokenTable {
  list(): readonly AgentTokenRow[];
  insert(row: AgentTokenRow): void;
  update(row: AgentTokenRow): void;
  delete(id: string): boolean;
  touch(lastUsed: ReadonlyMap<string, number>): void;
  /** Token → the program it was seen in last. */
  lastApps(): ReadonlyMap<string, string>;
  noteApps(apps: ReadonlyMap<string, string>): void;
}

export interface KeyTable {
  list(): readonly KeyRow[];
  insert(row: KeyRow): void;
  /** All or none. */
  insertAll(rows: readonly KeyRow[]): void;
  updateAll(rows: readonly KeyRow[]): void;
  /** Id → its secret sealed anew. All or none. */
  reseal(sealed: ReadonlyMap<string, Uint8Array>): void;
  update(row: KeyRow): void;
  delete(id: string): boolean;
  touch(lastUsed: ReadonlyMap<string, number>): void;
}

export interface InviteTable {
  list(): readonly InviteRow[];
  get(id: string): InviteRow | null;
  ofWithdrawalHash(hash: Uint8Array): InviteRow | null;
  insert(row: InviteRow): void;
  /** What `work` writes is written with it, or neither is; what it gives is the id of the key that came, if it gives any. */
  update(row: InviteRow, work?: () => string | null): void;
  /** Rows that ended before, but for those whose key is still there. */
  forgetBefore(time: number): void;
}

export interface AliasTable {
  list(): readonly AliasRow[];
  put(row: AliasRow): void;
  delete(id: string): boolean;
}

export interface ProviderTable {
  listCustom(): readonly CustomProvider[];
  insertCustom(provider: CustomProvider): void;
  setModels(id: string, models: CustomProvider['models']): void;
  /** Deletes the provider and its keys. */
  deleteCustom(id: string): boolean;
  /** Only providers whose switch was ever touched. */
  listSwitches(): ReadonlyMap<string, boolean>;
  setSwitch(id: string, enabled: boolean): void;
}

/** Small named values, e.g. the wrapped data key and the paused state. */
export interface SettingTable {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

/** One health record per (kind, id), as JSON; written behind, read at start. */
export interface HealthTable {
  list(): readonly { readonly kind: string; readonly id: string; readonly state: string }[];
  put(entries: readonly { readonly kind: string; readonly id: string; readonly state: string }[]): void;
  delete(kind: string, id: string): void;
}

export interface RequestTable extends RequestLog {
  /** Writes down what waits for the end of this turn of the event loop. */
  flush(): void;
  /** Marks rows left running by a killed process as interrupted; gives their number. */
  markInterrupted(): number;
  list(request: LogQuery): Page<RequestSummary>;
  get(id: string): RequestDetail | null;
  summary(id: string): RequestSummary | null;
  /** Since local midnight `from`. */
  totals(from: number): {
    readonly requests: number;
    readonly costNanoUsd: number;
    readonly savedNanoUsd: number;
    /** Requests whose cost is an estimate, and those whose cost nobody knows. */
    readonly estimated: number;
    readonly unknown: number;
  };
}

/** A recording without what is in it. */
export interface RecordingFacts {
  readonly id: string;
  readonly recordedAt: number;
  readonly bytes: number;
}

export interface RecordingTable {
  /** The oldest first. */
  list(): readonly RecordingFacts[];
  get(id: string): Uint8Array | null;
  insert(row: RecordingFacts & { readonly sealed: Uint8Array }): void;
  delete(ids: readonly string[]): void;
  /** Under which they are sealed, itself sealed by the vault. */
  key(): Uint8Array | null;
  setKey(sealed: Uint8Array): void;
}

/** What is asked of the log, and what only the services know of a request: which ones were recorded. */
export type LogQuery<Request = RequestListRequest> = Request & {
  /** None but these. */
  readonly among?: readonly string[];
  readonly except?: readonly string[];
  /** These fit `q` as well. */
  readonly alsoFitting?: readonly string[];
};

/** Reads of the log that may take long; never on the thread that serves requests, once the program is built. */
export interface LogReader {
  list(request: LogQuery): Promise<Page<RequestSummary>>;
  get(id: string): Promise<RequestDetail | null>;
  /** A UsageReport as JSON. */
  usage(question: UsageQuestion): Promise<Uint8Array>;
  exportPiece(question: ExportQuestion): Promise<ExportPiece>;
  /** Forgets some requests that started before `cutoff`; true: there may be more. What was counted of them stays. */
  sweep(cutoff: number): Promise<boolean>;
  /** In which days and hours are counted from now on; `null`: the system's. */
  setTimeZone(zone: string | null): void;
}

/** All that a backup holds, row by row; `settings` by name, and `null` leaves one as it is. */
export interface ConfigurationRows {
  readonly workspaces: readonly WorkspaceRow[];
  readonly keys: readonly KeyRow[];
  readonly agentTokens: readonly AgentTokenRow[];
  readonly aliases: readonly AliasRow[];
  readonly customProviders: readonly CustomProvider[];
  readonly switches: ReadonlyMap<string, boolean>;
  /** Invites that brought a key that is among `keys`; those that are here already stay as they are. */
  readonly contributions: readonly InviteRow[];
  readonly settings: ReadonlyMap<string, string | null>;
}

export interface ConfigurationStore {
  /** All or nothing, however it ends. */
  replace(next: ConfigurationRows): void;
  /** Keeps the database as it is now, with these settings alone, beside the real one; instead of the copy before. */
  keepCopy(settingNames: readonly string[]): void;
  /** `null`: there is no copy. */
  copyMadeAt(): number | null;
  readCopy(settingNames: readonly string[]): ConfigurationRows;
  dropCopy(): void;
  /** Invites that brought one of these keys. */
  contributionsOf(keys: readonly KeyRow[]): readonly InviteRow[];
}

export interface Storage {
  readonly workspaces: WorkspaceTable;
  readonly agentTokens: AgentTokenTable;
  readonly keys: KeyTable;
  readonly invites: InviteTable;
  readonly aliases: AliasTable;
  readonly providers: ProviderTable;
  readonly settings: SettingTable;
  readonly health: HealthTable;
  readonly configuration: ConfigurationStore;
  readonly recordings: RecordingTable;
  readonly requests: RequestTable;
  readonly spend: SpendBook;
  readonly log: LogReader;
  /** What was deleted or overwritten, secrets under an old data key for one, is gone from the files too. */
  forgetDeleted(): void;
  /** At once where there is no thread to end. */
  close(): Promise<void> | void;
}
