import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApiError } from '../../shared/domain/event';
import type { RequestSummary } from '../../shared/domain/request';
import type { IpcRequest, IpcResult, Page } from '../../shared/ipc/contract';
import { EVERY_REQUEST, joinNewestPage, type RequestFilter, upsertRows } from './request-rows';
import { settle } from './settle';

export interface RequestLogState {
  readonly rows: readonly RequestSummary[];
  readonly filter: RequestFilter;
  readonly nextCursor: string | null;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly isLoadingOlder: boolean;
  readonly error: ApiError | null;
  readonly isLive: boolean;
  /** Rows that came while live updates were off. */
  readonly held: ReadonlyMap<string, RequestSummary>;
  /** Rows that arrived live a moment ago, with the time of arrival; they fade in once. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** The oldest rows were let go to keep memory bounded; what is older is in the log, not here. */
  readonly isTrimmed: boolean;
}

export interface RequestLog {
  readonly store: StoreApi<RequestLogState>;
  /** Reads the newest page again and joins it to what is there. */
  refresh(): Promise<void>;
  loadOlder(): Promise<void>;
  setFilter(filter: RequestFilter): Promise<void>;
  setLive(isLive: boolean): void;
  apply(batch: readonly RequestSummary[]): void;
}

interface Dependencies {
  readonly list: (request: IpcRequest<'requests:list'>) => Promise<IpcResult<Page<RequestSummary>>>;
  readonly now: () => number;
  readonly pageSize: number;
  readonly maxRows: number;
}

export const FRESH_MS = 1_400;

const EMPTY: RequestLogState = {
  rows: [],
  filter: EVERY_REQUEST,
  nextCursor: null,
  phase: 'loading',
  isLoadingOlder: false,
  error: null,
  isLive: true,
  held: new Map(),
  arrivals: new Map(),
  isTrimmed: false,
};

/** A window onto the request log: the newest rows, live, and older ones as far as somebody scrolls. */
export function createRequestLog(dependencies: Dependencies): RequestLog {
  return new LiveRequestLog(dependencies);
}

class LiveRequestLog implements RequestLog {
  readonly store = createStore<RequestLogState>(() => EMPTY);
  readonly #deps: Dependencies;
  /** Answers to a filter that has changed since must not be shown. */
  #generation = 0;

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies;
  }

  async refresh(): Promise<void> {
    const result = await this.#listPage(null);
    if (result === 'outdated') return;
    if (!result.ok) {
      this.store.setState({ error: result.error, phase: 'failed' });
      return;
    }
    const { rows, filter, nextCursor } = this.store.getState();
    const joined = joinNewestPage(rows, result.value.data, filter);
    this.store.setState({
      rows: joined.rows,
      nextCursor: joined.replaced ? result.value.next_cursor : nextCursor,
      phase: 'ready',
      error: null,
      ...(joined.replaced ? { isTrimmed: false } : {}),
    });
  }

  async loadOlder(): Promise<void> {
    const { nextCursor, isLoadingOlder } = this.store.getState();
    if (nextCursor === null || isLoadingOlder) return;
    this.store.setState({ isLoadingOlder: true });
    const result = await this.#listPage(nextCursor);
    if (result === 'outdated') return;
    if (!result.ok) {
      this.store.setState({ isLoadingOlder: false, error: result.error });
      return;
    }
    const { rows, filter } = this.store.getState();
    this.store.setState({
      rows: upsertRows(rows, result.value.data, filter),
      nextCursor: result.value.next_cursor,
      isLoadingOlder: false,
      error: null,
    });
  }

  async setFilter(filter: RequestFilter): Promise<void> {
    this.#generation += 1;
    const { isLive } = this.store.getState();
    this.store.setState({ ...EMPTY, filter, isLive });
    await this.refresh();
  }

  setLive(isLive: boolean): void {
    const { held } = this.store.getState();
    this.store.setState({ isLive, held: new Map() });
    if (isLive) this.#show([...held.values()]);
  }

  apply(batch: readonly RequestSummary[]): void {
    const { isLive, held } = this.store.getState();
    if (isLive) this.#show(batch);
    else this.store.setState({ held: new Map([...held, ...batch.map((row) => [row.id, row] as const)]) });
  }

  async #listPage(cursor: string | null): Promise<IpcResult<Page<RequestSummary>> | 'outdated'> {
    const started = this.#generation;
    const { filter } = this.store.getState();
    const text = filter.text.trim();
    const result = await settle(
      this.#deps.list({
        limit: this.#deps.pageSize,
        ...(filter.status === null ? {} : { status: filter.status }),
        ...(text === '' ? {} : { q: text.slice(0, 200) }),
        ...(cursor === null ? {} : { cursor }),
      }),
    );
    return started === this.#generation ? result : 'outdated';
  }

  #show(batch: readonly RequestSummary[]): void {
    const { rows, filter, arrivals, nextCursor, isTrimmed } = this.store.getState();
    const { now, maxRows } = this.#deps;
    const known = new Set(rows.map((row) => row.id));
    const next = upsertRows(rows, batch, filter);
    const time = now();
    const recent = new Map([...arrivals].filter(([, at]) => time - at < FRESH_MS));
    for (const row of batch) if (!known.has(row.id)) recent.set(row.id, time);
    const isOver = next.length > maxRows;
    this.store.setState({
      rows: isOver ? next.slice(0, maxRows) : next,
      arrivals: recent,
      nextCursor: isOver ? null : nextCursor,
      isTrimmed: isTrimmed || isOver,
    });
  }
}
