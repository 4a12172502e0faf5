/** One ticking time for everything on the screen that says "12 s ago". Stands still while nobody looks. */
export interface WallClock {
  now(): number;
  subscribe(listener: () => void): () => void;
}

export function createWallClock(periodMs: number): WallClock {
  const listeners = new Set<() => void>();
  let current = Date.now();
  let timer: number | undefined;

  function tick(): void {
    current = Date.now();
    for (const listener of listeners) listener();
  }

  return {
    now: () => current,
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        current = Date.now();
        timer = window.setInterval(tick, periodMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          window.clearInterval(timer);
          timer = undefined;
        }
      };
    },
  };
}

export function floorTo(time: number, stepMs: number): number {
  return time - (time % stepMs);
}
