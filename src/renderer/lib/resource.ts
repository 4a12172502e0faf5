import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApiError } from '../../shared/domain/event';
import type { IpcResult } from '../../shared/ipc/contract';
import { settle } from './settle';

/** Both `null`: still loading. A value with an error: what was read last, and why it could not be read again. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly error: ApiError | null;
}

export interface Resource<T> {
  readonly store: StoreApi<Loaded<T>>;
  /** Reads again. Resolves when the store holds something read after this call. */
  refresh(): Promise<void>;
  /** Takes a value that an event or an answer brought; newer than any read under way. */
  put(value: T): void;
  /** Changes the value in place; does nothing while there is none. */
  patch(change: (value: T) => T): void;
}

/** A read replica of something main owns. */
export function createResource<T>(read: () => Promise<IpcResult<T>>): Resource<T> {
  const store = createStore<Loaded<T>>(() => ({ value: null, error: null }));
  let running: Promise<void> | null = null;
  let isStale = false;

  async function readUntilFresh(): Promise<void> {
    do {
      isStale = false;
      const result = await settle(read());
      // Something newer came while reading: this answer may be older than it.
      if (isStale) continue;
      if (result.ok) store.setState({ value: result.value, error: null });
      else store.setState({ error: result.error });
    } while (isStale);
  }

  function refresh(): Promise<void> {
    if (running !== null) {
      isStale = true;
      return running;
    }
    running = readUntilFresh().finally(() => {
      running = null;
    });
    return running;
  }

  function put(value: T): void {
    if (running !== null) isStale = true;
    store.setState({ value, error: null });
  }

  return {
    store,
    refresh,
    put,
    patch(change) {
      const { value } = store.getState();
      if (value !== null) put(change(value));
    },
  };
}
