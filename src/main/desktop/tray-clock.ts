export interface Task {
  /** Runs it at most this many milliseconds from now, or earlier when it was already due earlier. */
  within(ms: number): void;
  /** Runs it that much later than now, whatever was planned. */
  again(ms: number): void;
  cancel(): void;
}

/** Something that is done once for many occasions. */
export function createTask(run: () => void): Task {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  const plan = (ms: number): void => {
    due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY;
      run();
    }, ms);
  };
  return {
    within: (ms) => {
      if (performance.now() + ms < due) plan(ms);
    },
    again: plan,
    cancel: () => {
      due = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
  };
}
