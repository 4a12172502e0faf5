/** Which row a key leads to; `null` when it is not a key of movement or there is nothing to move in. */
export function moveActive(key: string, current: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    j: 1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined) return null;
  // Nothing chosen yet: every key but End begins at the top.
  const next = current < 0 ? (key === 'End' ? count - 1 : 0) : current + step;
  return Math.max(0, Math.min(count - 1, next));
}
