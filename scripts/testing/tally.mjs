/** @typedef {{passed: number, failed: number, skipped: number}} Tally */

export const noTally = { passed: 0, failed: 0, skipped: 0 };
export const onePass = { passed: 1, failed: 0, skipped: 0 };
export const oneFailure = { passed: 0, failed: 1, skipped: 0 };

export function addTallies(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** A runner that fails without a failed test (it crashed, a file did not load, no test was found) counts as one failure. */
export function withExitCode(tally, code) {
  if (tally.failed > 0) return tally;
  const ranNothing = tally.passed === 0;
  return code !== 0 || ranNothing ? { ...tally, failed: 1 } : tally;
}

/** The closing line, read by people and by CI. */
export function describeTally({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
