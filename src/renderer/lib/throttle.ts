/**
 * Runs `task` at once, then at most once per period for as long as it is asked for.
 * The last call is never lost: what it asks about is looked at when the period ends.
 */
export function createThrottle(task: () => void, periodMs: number): () => void {
  let isResting = false;
  let isWanted = false;

  function run(): void {
    isResting = true;
    isWanted = false;
    task();
    setTimeout(() => {
      isResting = false;
      if (isWanted) run();
    }, periodMs);
  }

  return () => {
    if (isResting) isWanted = true;
    else run();
  };
}
