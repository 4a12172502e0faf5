/** Over this, official SDKs would sleep for too long, so they are told not to retry. Source: api.md. */
const LONGEST_RETRY_MS = 60_000;

/** With nothing else left, a wait below this is sat out. Source: routing.md, 429. */
export const LAST_RESORT_WAIT_MS = 2000;

/** Headers that tell a caller when to come back. `waitMs` is from now. */
export function toWaitHeaders(waitMs: number): Readonly<Record<string, string>> {
  const wait = Math.max(0, Math.ceil(waitMs));
  return {
    'retry-after': String(Math.ceil(wait / 1000)),
    'retry-after-ms': String(wait),
    ...(wait > LONGEST_RETRY_MS ? { 'x-should-retry': 'false' } : {}),
  };
}

export interface CandidateNote {
  readonly provider: string;
  readonly model: string;
  readonly key?: string | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
}

/** Every place with why it did not serve, for `candidates[]` of an error. */
export function describeCandidates(places: readonly CandidateNote[]): readonly CandidateNote[] {
  return places.map(({ provider, model, key, reason, until }) => ({
    provider,
    model,
    ...(key === undefined ? {} : { key }),
    reason,
    ...(until === undefined ? {} : { until }),
  }));
}
