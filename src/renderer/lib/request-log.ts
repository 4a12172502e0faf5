import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApiError } from '../../shared/domain/event';
import type { RequestSummary } from '../../shared/domain/request';
import type { IpcRequest, IpcResult, Page } from '../../shared/ipc/contract';
import { EVERY_REQUEST, matchesFilter, type RequestFilter, toLogFilters } from './request-query';
import { joinNewestPage, replaceRows, upsertRows } from './request-rows';
import { settle } from './settle';

export interface RequestLogState {
  /** A stretch of the log without holes, never longer than `maxRows`. */
  readonly rows: readonly RequestSummary[];
  readonly filter: RequestFilter;
  /** There is more below, or above: read when somebody scrolls there. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly loading: 'older' | 'newer' | null;
  readonly error: ApiError | null;
  readonly isLive: boolean;
  /** How many have come that are not shown; counted up to `MOST_HELD`. */
  readonly held: number;
  /** Rows that arrived live a moment ago, with the time of arrival; they fade in once. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** Another number whenever the list begins anew from its top. */
  readonly epoch: number;
}

export interface RequestLog {
  readonly store: StoreApi<RequestLogState>;
  /** Reads again what may have changed. */
  refresh(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Begins anew from the newest request. */
  toNewest(): Promise<void>;
  setFilter(filter: RequestFilter): Promise<void>;
  setLive(isLive: boolean): void;
  /** False while somebody reads further down: then nothing is put in above them. */
  setFollowing(isFollowing: boolean): void;
  apply(batch: readonly RequestSummary[]): void;
}

type Place = Pick<IpcRequest<'requests:list'>, 'cursor' | 'newer_than'>;
type Answer = IpcResult<Page<RequestSummary>> | 'outdated';

interface Dependencies {
  readonly list: (request: IpcRequest<'requests:list'>) => Promise<IpcResult<Page<RequestSummary>>>;
  readonly now: () => number;
  readonly pageSize: number;
  readonly maxRows: number;
}

export const FRESH_MS = 1_400;
export const MOST_HELD = 1_000;
const MOST_FADING = 6;

const EMPTY: RequestLogState = {
  rows: [],
  filter: EVERY_REQUEST,
  hasOlder: false,
  hasNewer: false,
  phase: 'loading',
  loading: null,
  error: null,
  isLive: true,
  held: 0,
  arrivals: new Map(),
  epoch: 0,
};

/** A window onto the request log: the newest rows, live, and others as far as somebody scrolls. */
export function createRequestLog(dependencies: Dependencies): RequestLog {
  return new LiveRequestLog(dependencies);
}

class LiveRequestLog implements RequestLog {
  readonly store = createStore<RequestLogState>(() => EMPTY);
  readonly #deps: Dependencies;
  readonly #held = new Set<string>();
  #isFollowing = true;
  /** Answers to a filter, or about a stretch, that has changed since must not be shown. */
  #generation = 0;

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies;
  }

  async refresh(): Promise<void> {
    const { phase, isLive } = this.store.getState();
    if (phase === 'ready' && !(isLive && this.#isAtHead())) await this.#refreshRunning();
    else await this.#readNewest();
  }

  async #readNewest(): Promise<void> {
    const result = await this.#listPage({});
    if (result === 'outdated' || !this.#isAtHead()) return;
    if (!result.ok) {
      this.store.setState({ error: result.error, phase: 'failed' });
      return;
    }
    const { data, next_cursor } = result.value;
    const joined = joinNewestPage(this.store.getState().rows, data);
    this.#put(joined.rows, 'below', {
      phase: 'ready',
      ...(joined.replaced ? { hasOlder: next_cursor !== null } : {}),
    });
  }

  async loadOlder(): Promise<void> {
    const { rows, hasOlder, loading } = this.store.getState();
    const last = rows.at(-1);
    if (!hasOlder || loading !== null || last === undefined) return;
    await this.#extend('older', { cursor: last.id });
  }

  async loadNewer(): Promise<void> {
    const { rows, hasNewer, loading, isLive } = this.store.getState();
    const first = rows[0];
    // What came while it is paused stays out until somebody asks for it.
    if (!hasNewer || loading !== null || first === undefined || !isLive) return;
    await this.#extend('newer', { newer_than: first.id });
  }

  async toNewest(): Promise<void> {
    this.#generation += 1;
    this.#isFollowing = true;
    this.#held.clear();
    const { epoch } = this.store.getState();
    this.store.setState({ hasNewer: false, loading: null, held: 0, epoch: epoch + 1 });
    await this.#readNewest();
  }

  async setFilter(filter: RequestFilter): Promise<void> {
    const { isLive, epoch } = this.store.getState();
    this.store.setState({ ...EMPTY, filter, isLive, epoch });
    await this.toNewest();
  }

  setLive(isLive: boolean): void {
    this.store.setState({ isLive });
    if (isLive && this.store.getState().hasNewer) void this.toNewest();
  }

  setFollowing(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
  }

  apply(batch: readonly RequestSummary[]): void {
    if (this.store.getState().isLive && this.#isAtHead()) this.#show(batch);
    else this.#hold(batch);
  }

  /** Only then may rows be put in at the top. */
  #isAtHead(): boolean {
    return this.#isFollowing && !this.store.getState().hasNewer;
  }

  #show(batch: readonly RequestSummary[]): void {
    const { rows, filter, arrivals } = this.store.getState();
    const known = new Set(rows.map((row) => row.id));
    const time = this.#deps.now();
    const recent = new Map([...arrivals].filter(([, at]) => time - at < FRESH_MS));
    const added = batch.filter((row) => !known.has(row.id));
    // Where everything is new, nothing needs to be shown as new.
    if (added.length <= MOST_FADING) for (const row of added) recent.set(row.id, time);
    this.#put(upsertRows(rows, batch, filter), 'below', { arrivals: recent });
  }

  #hold(batch: readonly RequestSummary[]): void {
    const { rows, filter } = this.store.getState();
    const newest = rows[0]?.started_at ?? '';
    for (const row of batch) {
      const isNew = row.started_at > newest && matchesFilter(row, filter);
      if (isNew && this.#held.size < MOST_HELD) this.#held.add(row.id);
    }
    const held = this.#held.size;
    this.store.setState({ rows: replaceRows(rows, batch), held, ...(held > 0 ? { hasNewer: true } : {}) });
  }

  async #extend(loading: 'older' | 'newer', place: Place): Promise<void> {
    this.store.setState({ loading });
    const result = await this.#listPage(place);
    if (result === 'outdated') return;
    if (!result.ok) {
      this.store.setState({ loading: null, error: result.error });
      return;
    }
    const { data, next_cursor } = result.value;
    const rows = upsertRows(this.store.getState().rows, data, null);
    const hasMore = next_cursor !== null;
    if (loading === 'older') {
      this.#put(rows, 'above', { loading: null, hasOlder: hasMore });
      return;
    }
    if (!hasMore) this.#held.clear();
    this.#put(rows, 'below', { loading: null, hasNewer: hasMore, held: this.#held.size });
  }

  /** Lets go of what is too much, on the side where nobody looks. */
  #put(
    rows: readonly RequestSummary[],
    side: 'above' | 'below',
    change: Partial<Omit<RequestLogState, 'rows'>>,
  ): void {
    const { maxRows } = this.#deps;
    if (rows.length <= maxRows) {
      this.store.setState({ error: null, ...change, rows });
    } else if (side === 'below') {
      this.store.setState({ error: null, ...change, rows: rows.slice(0, maxRows), hasOlder: true });
    } else {
      this.store.setState({ error: null, ...change, rows: rows.slice(-maxRows), hasNewer: true });
    }
  }

  /** Too many events came to be told one by one: what still ran may have ended. */
  async #refreshRunning(): Promise<void> {
    const { rows } = this.store.getState();
    const below = rows[rows.findLastIndex((row) => row.status === 'running') + 1];
    this.store.setState({ hasNewer: true });
    if (below === undefined || rows[0] === below) return;
    const result = await this.#listPage({ newer_than: below.id });
    if (result === 'outdated' || !result.ok) return;
    this.store.setState({ rows: replaceRows(this.store.getState().rows, result.value.data) });
  }

  async #listPage(place: Place): Promise<Answer> {
    const started = this.#generation;
    const filters = toLogFilters(this.store.getState().filter);
    const result = await settle(this.#deps.list({ limit: this.#deps.pageSize, ...filters, ...place }));
    return started === this.#generation ? result : 'outdated';
  }
}
