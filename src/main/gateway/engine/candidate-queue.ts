import type { Candidate } from '../route';
import type { Exclusion } from './failure-rules';

/** The candidates of one request that nobody has tried yet, best first, less those its failures ruled out. */
export interface CandidateQueue {
  take(): Candidate | null;
  isEmpty(): boolean;
  /** At the end, less those that earlier failures ruled out. */
  add(candidates: readonly Candidate[]): void;
  exclude(failed: Candidate, what: Exclusion): void;
}

export function createCandidateQueue(candidates: readonly Candidate[]): CandidateQueue {
  let left = [...candidates];
  const ruledOut: { readonly failed: Candidate; readonly what: Exclusion }[] = [];
  return {
    take: () => left.shift() ?? null,
    isEmpty: () => left.length === 0,
    add(more) {
      const isOpen = (candidate: Candidate) =>
        !ruledOut.some(({ failed, what }) => isRuledOut(candidate, failed, what));
      left.push(...more.filter(isOpen));
    },
    exclude: (failed, what) => {
      ruledOut.push({ failed, what });
      left = left.filter((candidate) => !isRuledOut(candidate, failed, what));
    },
  };
}

function isRuledOut(candidate: Candidate, failed: Candidate, what: Exclusion): boolean {
  const sameProvider = candidate.provider.id === failed.provider.id;
  const samePlace = sameProvider && candidate.model === failed.model;
  switch (what) {
    case 'candidate':
      return false;
    case 'key':
      return failed.key !== null && candidate.key?.id === failed.key.id;
    case 'account':
      return samePlace && candidate.key?.account === failed.key?.account;
    case 'credit':
      return sameProvider && candidate.key?.account === failed.key?.account;
    case 'place':
      return samePlace;
    case 'provider':
      return sameProvider;
    case 'same_or_smaller_context':
      return samePlace || !isLarger(candidate, failed);
  }
}

/** An unknown size may be larger; a known one must be. */
function isLarger(candidate: Candidate, failed: Candidate): boolean {
  const size = sizeOf(candidate);
  const failedSize = sizeOf(failed);
  return size === null || failedSize === null || size > failedSize;
}

/** What goes in at most: a free tier may take less than the context window. */
function sizeOf({ facts }: Candidate): number | null {
  const known = [facts?.contextWindow, facts?.maxInputTokens].flatMap((size) => size ?? []);
  return known.length === 0 ? null : Math.min(...known);
}
