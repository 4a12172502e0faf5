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
export function createRequestLog({ list, now, pageSize, maxRows }: Dependencies): RequestLog {
  const store = createStore<RequestLogState>(() => EMPTY);
  /** Answers to a filter that has changed since must not be shown. */
  let generation = 0;

  function listPage(cursor: string | null): Promise<IpcResult<Page<RequestSummary>>> {
    const { filter } = store.getState();
    const text = filter.text.trim();
    return settle(
      list({
        limit: pageSize,
        ...(filter.status === null ? {} : { status: filter.status }),
        ...(text === '' ? {} : { q: text.slice(0, 200) }),
        ...(cursor === null ? {} : { cursor }),
      }),
    );
  }

  async function refresh(): Promise<void> {
    const started = generation;
    const result = await listPage(null);
    if (started !== generation) return;
    if (!result.ok) {
      store.setState({ error: result.error, phase: 'failed' });
      return;
    }
    const { rows, filter, nextCursor } = store.getState();
    const joined = joinNewestPage(rows, result.value.data, filter);
    store.setState({
      rows: joined.rows,
      nextCursor: joined.replaced ? result.value.next_cursor : nextCursor,
      phase: 'ready',
      error: null,
      ...(joined.replaced ? { isTrimmed: false } : {}),
    });
  }

  async function loadOlder(): Promise<void> {
    const { nextCursor, isLoadingOlder } = store.getState();
    if (nextCursor === null || isLoadingOlder) return;
    const started = generation;
    store.setState({ isLoadingOlder: true });
    const result = await listPage(nextCursor);
    if (started !== generation) return;
    if (!result.ok) {
      store.setState({ isLoadingOlder: false, error: result.error });
      return;
    }
    const { rows, filter } = store.getState();
    store.setState({
      rows: upsertRows(rows, result.value.data, filter),
      nextCursor: result.value.next_cursor,
      isLoadingOlder: false,
      error: null,
    });
  }

  function show(batch: Iterable<RequestSummary>): void {
    const { rows, filter, arrivals, nextCursor, isTrimmed } = store.getState();
    const known = new Set(rows.map((row) => row.id));
    const next = upsertRows(rows, batch, filter);
    const time = now();
    const recent = new Map([...arrivals].filter(([, at]) => time - at < FRESH_MS));
    for (const row of batch) if (!known.has(row.id)) recent.set(row.id, time);
    const isOver = next.length > maxRows;
    store.setState({
      rows: isOver ? next.slice(0, maxRows) : next,
      arrivals: recent,
      nextCursor: isOver ? null : nextCursor,
      isTrimmed: isTrimmed || isOver,
    });
  }

  function setLive(isLive: boolean): void {
    const { held } = store.getState();
    store.setState({ isLive, held: new Map() });
    if (isLive) show([...held.values()]);
  }

  async function setFilter(filter: RequestFilter): Promise<void> {
    generation += 1;
    const { isLive } = store.getState();
    store.setState({ ...EMPTY, filter, isLive });
    await refresh();
  }

  function apply(batch: readonly RequestSummary[]): void {
    const { isLive, held } = store.getState();
    if (isLive) show(batch);
    else store.setState({ held: new Map([...held, ...batch.map((row) => [row.id, row] as const)]) });
  }

  return { store, refresh, loadOlder, setFilter, setLive, apply };
}
