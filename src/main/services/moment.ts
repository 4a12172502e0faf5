import type { Clock } from '../gateway/ports';

const MOST = 64;

/** What was found a moment ago. */
export interface Moment<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  clear(): void;
}

/** Keeps what is put in for at most `ms`, then forgets all of it together: a look at it costs no look at a clock. */
export function createMoment<Key, Value>(ms: number, { after }: Pick<Clock, 'after'>): Moment<Key, Value> {
  const found = new Map<Key, Value>();
  let cancel: (() => void) | null = null;
  const clear = () => {
    cancel?.();
    cancel = null;
    found.clear();
  };
  return {
    get: (key) => found.get(key),
    set(key, value) {
      if (found.size >= MOST) clear();
      found.set(key, value);
      cancel ??= after(ms, clear);
    },
    clear,
  };
}
