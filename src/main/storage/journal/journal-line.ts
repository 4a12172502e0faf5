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

export type JournalEntry =
  | { readonly kind: 'start'; readonly start: RequestStart }
  | { readonly kind: 'reserve'; readonly reserve: Reserve }
  | { readonly kind: 'end'; readonly end: StoredEnd; readonly trace: string };

/** One line each: a letter, then JSON, separated by tabs, which JSON text never holds. */
export const encodeStart = (start: RequestStart): string => `S\t${JSON.stringify(start)}\n`;

export const encodeReserve = (reserve: Reserve): string => `R\t${JSON.stringify(reserve)}\n`;

export function encodeEnd(id: string, { trace, ...end }: RequestEnd): string {
  return `E\t${JSON.stringify({ ...end, id })}\t${JSON.stringify(trace)}\n`;
}

/** `null`: not a line of ours, e.g. a damaged one. Only this program writes the file, so the rest is taken as it is. */
export function decodeLine(line: string): JournalEntry | null {
  const [letter, text = '', trace] = line.split('\t');
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || typeof Reflect.get(value, 'id') !== 'string')
    return null;
  if (letter === 'S') return { kind: 'start', start: value as RequestStart };
  if (letter === 'R') return { kind: 'reserve', reserve: value as Reserve };
  if (letter === 'E' && trace !== undefined) return { kind: 'end', end: value as StoredEnd, trace };
  return null;
}
