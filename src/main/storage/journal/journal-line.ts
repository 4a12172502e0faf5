import type { RequestEnd, RequestStart } from '../../gateway/ports';
import type { KeyAmount } from '../../gateway/types';
import { parseJson } from '../json-column';
import {
  allOfOneKey,
  isAllOfOneKey,
  type KeyAmountPair,
  packKeyAmounts,
  unpackKeyAmounts,
} from './key-amounts';
import { packTrace } from './trace-text';

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
  readonly keyAmounts: readonly KeyAmount[];
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
  | { readonly kind: 'end'; readonly end: StoredEnd; readonly trace: string }
  | {
      readonly kind: 'whole';
      readonly start: RequestStart;
      readonly end: StoredEnd;
      readonly trace: string;
    };

/** One line each: a letter, then JSON, separated by tabs, which JSON text never holds. */
export const encodeStart = (start: RequestStart): string => `S\t${JSON.stringify(toStartValues(start))}\n`;

export const encodeReserve = ({ id, amount, keyAmounts }: Reserve): string =>
  `R\t${JSON.stringify({ id, amount, keys: packKeyAmounts(keyAmounts) })}\n`;

export const encodeAttempt = (attempt: StoredAttempt): string => `A\t${JSON.stringify(attempt)}\n`;

export function encodeEnd(id: string, end: RequestEnd): string {
  return `E\t${JSON.stringify(toEndValues(id, end))}\t${packTrace(end.trace)}\n`;
}

/** A request that was over before its start had been written. */
export function encodeWhole(start: RequestStart, end: RequestEnd): string {
  const values = [toStartValues(start), toEndValues(start.id, end)];
  return `W\t${JSON.stringify(values)}\t${packTrace(end.trace)}\n`;
}

type StartValues = ReturnType<typeof toStartValues>;
type EndValues = ReturnType<typeof toEndValues>;

/** By position: names would be half of the text, and half of the work on both sides. */
function toStartValues(start: RequestStart) {
  return [
    start.id,
    start.startedAt,
    start.workspaceId,
    start.clientId,
    start.tokenId,
    start.tokenName,
    start.requested,
    start.alias,
    start.dialect,
    start.stream,
    start.reserved,
  ] as const;
}

function readStart([
  id,
  startedAt,
  workspaceId,
  clientId,
  tokenId,
  tokenName,
  requested,
  alias,
  dialect,
  stream,
  reserved,
]: StartValues): RequestStart {
  return {
    id,
    startedAt,
    workspaceId,
    clientId,
    tokenId,
    tokenName,
    requested,
    alias,
    dialect,
    stream,
    reserved,
  };
}

function toEndValues(id: string, end: RequestEnd) {
  const { usage, keyAmounts } = end;
  const values = [
    id,
    end.status,
    end.httpStatus,
    end.errorCode,
    end.provider,
    end.model,
    end.keyId,
    end.keyLabel,
    end.keyScope,
    end.fallbackFrom,
    end.attemptCount,
    end.firstTokenMs,
    end.totalMs,
    usage && ([usage.input, usage.output, usage.cached, usage.reasoning, usage.estimated] as const),
    end.cost,
    end.costSource,
    end.savedNanoUsd,
    end.booked,
  ] as const;
  if (isAllOfOneKey(keyAmounts, end.keyId, end.booked)) return values;
  return [...values, packKeyAmounts(keyAmounts)] as const;
}

function readEnd(values: EndValues): StoredEnd {
  const usage = values[13];
  return {
    id: values[0],
    status: values[1],
    httpStatus: values[2],
    errorCode: values[3],
    provider: values[4],
    model: values[5],
    keyId: values[6],
    keyLabel: values[7],
    keyScope: values[8],
    fallbackFrom: values[9],
    attemptCount: values[10],
    firstTokenMs: values[11],
    totalMs: values[12],
    usage: usage && {
      input: usage[0],
      output: usage[1],
      cached: usage[2],
      reasoning: usage[3],
      estimated: usage[4],
    },
    cost: values[14],
    costSource: values[15],
    savedNanoUsd: values[16],
    booked: values[17],
    keyAmounts: values[18] ? unpackKeyAmounts(values[18]) : allOfOneKey(values[6], values[17]),
  };
}

/** `null`: not a line of ours, e.g. a damaged one. Only this program writes the file, so the rest is taken as it is. */
export function decodeLine(line: string): JournalEntry | null {
  const [letter, text = '', trace] = line.split('\t');
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return decodeValues(letter, value, trace);
  return typeof Reflect.get(value, 'id') === 'string' ? decodeNamed(letter, value, trace) : null;
}

function decodeValues(letter = '', value: readonly unknown[], trace?: string): JournalEntry | null {
  const [id] = letter === 'W' && Array.isArray(value[0]) ? value[0] : value;
  if (typeof id !== 'string') return null;
  if (letter === 'S') return { kind: 'start', start: readStart(value as unknown as StartValues) };
  if (trace === undefined) return null;
  if (letter === 'E') return { kind: 'end', end: readEnd(value as unknown as EndValues), trace };
  if (letter !== 'W') return null;
  const [start, end] = value as unknown as readonly [StartValues, EndValues];
  return { kind: 'whole', start: readStart(start), end: readEnd(end), trace };
}

/** Starts and ends had names in files of earlier versions. */
function decodeNamed(letter = '', value: object, trace?: string): JournalEntry | null {
  if (letter === 'S') return { kind: 'start', start: value as RequestStart };
  if (letter === 'R') return { kind: 'reserve', reserve: readReserve(value as ReserveValues) };
  if (letter === 'A') return { kind: 'attempt', attempt: value as StoredAttempt };
  if (letter === 'E' && trace !== undefined) {
    const end = value as Omit<StoredEnd, 'keyAmounts'>;
    return { kind: 'end', end: { ...end, keyAmounts: allOfOneKey(end.keyId, end.booked) }, trace };
  }
  return null;
}

type ReserveValues = Pick<Reserve, 'id' | 'amount'> &
  (
    | { readonly keys: readonly KeyAmountPair[] }
    /** As earlier versions wrote it. */
    | { readonly keyId: string | null }
  );

function readReserve(values: ReserveValues): Reserve {
  const { id, amount } = values;
  const keyAmounts =
    'keys' in values ? unpackKeyAmounts(values.keys) : allOfOneKey(values.keyId, values.amount);
  return { id, amount, keyAmounts };
}
