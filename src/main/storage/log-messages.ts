import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { Page } from '../../shared/ipc/contract';
import type { RequestListRequest } from '../../shared/ipc/requests';

/** What the log's worker is started with. */
export interface LogWorkerData {
  readonly file: string;
  readonly nativeBinding: string | null;
}

export interface LogQuestion {
  readonly id: number;
  readonly question:
    | { readonly ask: 'list'; readonly request: RequestListRequest }
    | { readonly ask: 'get'; readonly id: string };
}

export type LogAnswer =
  | { readonly id: number; readonly ok: true; readonly value: Page<RequestSummary> | RequestDetail | null }
  | { readonly id: number; readonly ok: false; readonly message: string };
