import type { CostSource, RequestStatus } from '../../../shared/domain/request';
import type { RequestExportRequest, UsageRequest } from '../../../shared/ipc/usage';
import type { LogQuery } from '../types';

/** A request that has ended, as the roll-ups count it. Times in milliseconds, money in nano-dollars. */
export interface FinishedRow {
  readonly startedAt: number;
  readonly workspaceId: string;
  readonly clientId: string;
  readonly tokenId: string | null;
  readonly tokenName: string | null;
  readonly keyId: string | null;
  readonly keyLabel: string | null;
  readonly alias: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly status: Exclude<RequestStatus, 'running'>;
  readonly isFallback: boolean;
  /** Calls of providers; an error without any was a refusal. */
  readonly attemptCount: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
  readonly costNanoUsd: number | null;
  readonly costSource: CostSource | null;
  readonly savedNanoUsd: number | null;
  readonly totalMs: number | null;
  readonly firstTokenMs: number | null;
}

/** Counts along what has ended. To be called inside the transaction that takes the rows over. */
export interface Rollups {
  add(rows: readonly FinishedRow[]): void;
}

export type UsageQuestion = Omit<UsageRequest, 'from' | 'to'> & {
  readonly from: string;
  readonly to: string;
};

export interface UsageReader {
  /** A UsageReport as JSON. */
  read(question: UsageQuestion): Uint8Array<ArrayBuffer>;
}

/** The last row of the piece before. */
export interface ExportPlace {
  readonly startedAt: number;
  readonly seq: number;
}

export interface ExportQuestion {
  readonly request: LogQuery<RequestExportRequest>;
  /** `null`: from the beginning, with a heading where the format has one. */
  readonly after: ExportPlace | null;
}

export interface ExportPiece {
  readonly text: string;
  /** `null`: that was all. */
  readonly next: ExportPlace | null;
}
