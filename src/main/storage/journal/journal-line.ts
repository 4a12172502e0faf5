import type { RequestEnd, RequestStart } from '../../gateway/ports';
import { parseJson } from '../json-column';

/** What the journal says of one request's end; the trace stays the text it is stored as. */
export type StoredEnd = Omit<RequestEnd, 'trace' | 'status' | 'httpStatus' | 'totalMs'> & {
  readonly id: string;
  readonly status: RequestEnd['status'] | 'interrupted';
  readonly httpStatus: number | null;
  readonly totalMs: number | null;
};

export interface Reserve {
  readonly id: string;
  readonly amount: number;
  readonly keyId: string | null;
}

/** A call that goes out with a key. */
export interface StoredAttempt {
  readonly id: string;
  readonly keyId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type JournalEntry =
  | { readonly kind: 'start'; readonly start: RequestStart }
  | { readonly kind: 'reserve'; readonly reserve: Reserve }
  | { readonly kind: 'attempt'; readonly attempt: StoredAttempt }
  | { readonly kind: 'end'; readonly end: StoredEnd; readonly trace: string };

/** One line each: a letter, then JSON, separated by tabs, which JSON text never holds. */
export const encodeStart = (start: RequestStart): string => `S\t${JSON.stringify(start)}\n`;

export const encodeReserve = (reserve: Reserve): string => `R\t${JSON.stringify(reserve)}\n`;

export const encodeAttempt = (attempt: StoredAttempt): string => `A\t${JSON.stringify(attempt)}\n`;

export function encodeEnd(id: string, end: RequestEnd): string {
  // Named one by one: taking the rest of an object costs as much as writing it.
  const stored: StoredEnd = {
    id,
    status: end.status,
    httpStatus: end.httpStatus,
    errorCode: end.errorCode,
    provider: end.provider,
    model: end.model,
    keyId: end.keyId,
    keyLabel: end.keyLabel,
    keyScope: end.keyScope,
    fallbackFrom: end.fallbackFrom,
    attemptCount: end.attemptCount,
    firstTokenMs: end.firstTokenMs,
    totalMs: end.totalMs,
    usage: end.usage,
    cost: end.cost,
    costSource: end.costSource,
    savedNanoUsd: end.savedNanoUsd,
    booked: end.booked,
  };
  return `E\t${JSON.stringify(stored)}\t${JSON.stringify(end.trace)}\n`;
}

/** `null`: not a line of ours, e.g. a damaged one. Only this program writes the file, so the rest is taken as it is. */
export function decodeLine(line: string): JournalEntry | null {
  const [letter, text = '', trace] = line.split('\t');
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || typeof Reflect.get(value, 'id') !== 'string')
    return null;
  if (letter === 'S') return { kind: 'start', start: value as RequestStart };
  if (letter === 'R') return { kind: 'reserve', reserve: value as Reserve };
  if (letter === 'A') return { kind: 'attempt', attempt: value as StoredAttempt };
  if (letter === 'E' && trace !== undefined) return { kind: 'end', end: value as StoredEnd, trace };
  return null;
}
