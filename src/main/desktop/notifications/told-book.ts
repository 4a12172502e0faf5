const HOUR_MS = 60 * 60_000;
/** Longer than the longest window of a budget. */
const FORGET_MS = 40 * 24 * HOUR_MS;

export interface ToldStore {
  toldNotices(): Readonly<Record<string, number>>;
  setToldNotices(told: Readonly<Record<string, number>>): void;
}

/** Which notices were told already, over a restart too. */
export interface ToldBook {
  has(id: string): boolean;
  add(ids: readonly string[]): void;
  /** What was told longer than an hour ago and is over may be told again when it comes back. */
  forgetOver(isOver: (id: string) => boolean): void;
}

export function createToldBook(store: ToldStore, now: () => number): ToldBook {
  const told = new Map(Object.entries(store.toldNotices()));
  const save = () => store.setToldNotices(Object.fromEntries(told));
  const forget = (isGone: (id: string, at: number) => boolean): boolean => {
    const before = told.size;
    for (const [id, at] of told) if (isGone(id, at)) told.delete(id);
    return told.size !== before;
  };
  return {
    has: (id) => told.has(id),
    add(ids) {
      for (const id of ids) told.set(id, now());
      forget((_, at) => now() - at > FORGET_MS);
      save();
    },
    forgetOver(isOver) {
      if (forget((id, at) => now() - at > HOUR_MS && isOver(id))) save();
    },
  };
}
