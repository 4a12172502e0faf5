import type { Database } from 'better-sqlite3';

/** Writes that stand in one transaction: a commit costs as much for ten rows as for one. */
export interface GroupCommit {
  /** Runs now when nothing else is under way, else together with the others of this turn of the event loop. */
  write(task: () => void, isAlone: boolean): Promise<void> | null;
  flush(): void;
}

interface Waiting {
  readonly task: () => void;
  readonly resolve: () => void;
  readonly reject: (failure: unknown) => void;
}

export function createGroupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = [];
  const runAll = database.transaction((group: readonly Waiting[]) => {
    for (const { task } of group) task();
  });

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      runAll.immediate(group);
    } catch {
      // One bad row must not take the others with it.
      for (const entry of group) runOne(entry);
      return;
    }
    for (const { resolve } of group) resolve();
  }

  return {
    write(task, isAlone) {
      if (isAlone && waiting.length === 0) {
        task();
        return null;
      }
      return new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ task, resolve, reject });
      });
    },
    flush,
  };
}

function runOne({ task, resolve, reject }: Waiting): void {
  try {
    task();
    resolve();
  } catch (failure) {
    reject(failure);
  }
}
