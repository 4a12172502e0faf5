/** 408, 409 and 425 cool a place only when they come twice within this time. Source: routing.md. */
const WINDOW_MS = 60_000;

/** Notes a conflict, and tells whether it is the second one of a place lately. */
export type ConflictWatch = (place: string) => boolean;

export function createConflictWatch(now: () => number): ConflictWatch {
  const lastAt = new Map<string, number>();
  return (place) => {
    const last = lastAt.get(place);
    lastAt.set(place, now());
    return last !== undefined && Math.abs(now() - last) < WINDOW_MS;
  };
}
