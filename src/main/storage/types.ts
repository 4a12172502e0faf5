import type { TokenScope } from '../../shared/domain/agent-token';
import type { StreamSafety } from '../../shared/domain/alias';
import type { CustomProvider } from '../../shared/domain/provider';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { Page } from '../../shared/ipc/contract';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { RequestLog } from '../gateway/ports';

/** Times in this file are epoch milliseconds. Every call is synchronous and one transaction. */

export interface WorkspaceRow {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** HMAC of the whole credential, 32 bytes. */
  readonly credentialHash: Uint8Array;
  readonly createdAt: number;
}

export interface AgentTokenRow {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly tokenHash: Uint8Array;
  readonly masked: string;
  readonly allowedModels: readonly string[];
  readonly scopes: readonly TokenScope[];
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
}

export interface WorkspaceTable {
  list(): readonly WorkspaceRow[];
  insert(row: WorkspaceRow): void;
}

export interface AgentTokenTable {
  list(): readonly AgentTokenRow[];
  insert(row: AgentTokenRow): void;
  update(row: AgentTokenRow): void;
  delete(id: string): boolean;
  touch(lastUsed: ReadonlyMap<string, number>): void;
}

export interface KeyTable {
  list(): readonly KeyRow[];
  insert(row: KeyRow): void;
  update(row: KeyRow): void;
  delete(id: string): boolean;
  touch(lastUsed: ReadonlyMap<string, number>): void;
}

export interface AliasTable {
  list(): readonly AliasRow[];
  put(row: AliasRow): void;
  delete(id: string): boolean;
}

export interface ProviderTable {
  listCustom(): readonly CustomProvider[];
  insertCustom(provider: CustomProvider): void;
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
  /** Writes what waits for the end of this turn of the event loop. */
  flush(): void;
  /** Marks rows left running by a killed process as interrupted; gives their number. */
  markInterrupted(): number;
  list(request: RequestListRequest): Page<RequestSummary>;
  get(id: string): RequestDetail | null;
  summary(id: string): RequestSummary | null;
  /** Since local midnight `from`. */
  totals(from: number): { readonly requests: number; readonly costNanoUsd: number };
}

/** Reads of the log that may take long; never on the thread that serves requests, once the program is built. */
export interface LogReader {
  list(request: RequestListRequest): Promise<Page<RequestSummary>>;
  get(id: string): Promise<RequestDetail | null>;
}

export interface Storage {
  readonly workspaces: WorkspaceTable;
  readonly agentTokens: AgentTokenTable;
  readonly keys: KeyTable;
  readonly aliases: AliasTable;
  readonly providers: ProviderTable;
  readonly settings: SettingTable;
  readonly health: HealthTable;
  readonly requests: RequestTable;
  readonly log: LogReader;
  /** At once where there is no thread to end. */
  close(): Promise<void> | void;
}
