/** Requests under way, counted under several names at once. */
export interface InFlight {
  count(name: string): number;
  /** The returned function ends it; further calls do nothing. */
  enter(names: readonly string[]): () => void;
}

export function createInFlight(): InFlight {
  const counts = new Map<string, number>();
  const add = (name: string, step: number) => {
    const count = (counts.get(name) ?? 0) + step;
    if (count > 0) counts.set(name, count);
    else counts.delete(name);
  };
  return {
    count: (name) => counts.get(name) ?? 0,
    enter(names) {
      for (const name of names) add(name, 1);
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        for (const name of names) add(name, -1);
      };
    },
  };
}
