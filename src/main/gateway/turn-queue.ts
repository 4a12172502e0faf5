/**
 * Runs tasks together at the end of the turn of the event loop in which they came. Under load many sockets are read in
 * one turn; what is done for them in steps, one step for all and then the next, stays in the processor's caches, which
 * a request from beginning to end would fill anew each time. Costs a single request a few microseconds.
 */
export function createTurnQueue(): (task: () => void) => void {
  let tasks: (() => void)[] = [];
  const run = () => {
    const due = tasks;
    tasks = [];
    for (const task of due) task();
  };
  return (task) => {
    if (tasks.length === 0) setImmediate(run);
    tasks.push(task);
  };
}
