import type { RequestStatus, RequestSummary } from '../../shared/domain/request';
import type { IpcRequest } from '../../shared/ipc/contract';

/** What is sent to the log; the page is added to it. */
export type LogFilters = Omit<IpcRequest<'requests:list'>, 'limit' | 'cursor' | 'newer_than'>;

interface Condition {
  readonly request: LogFilters;
  /** The same rule for a row that has just arrived. */
  readonly fits: (row: RequestSummary) => boolean;
}

/** One `field:value` of a query. */
export interface QueryTerm {
  /** As it was typed. */
  readonly raw: string;
  readonly field: string;
  /** `null`: this value means nothing to this field, and the term is left out. */
  readonly condition: Condition | null;
}

/** A query as it was typed, and what it means. */
export interface RequestFilter {
  readonly query: string;
  /** What is looked for anywhere. */
  readonly text: string;
  readonly terms: readonly QueryTerm[];
}

export const EVERY_REQUEST: RequestFilter = { query: '', text: '', terms: [] };

const WORD = /(?:[^\s"]|"[^"]*"?)+/g;
const TERM = /^([a-z]+)(>=|<=|:>|:<|:|>|<)(.+)$/i;
const NANO_USD = 1e-9;
const LONGEST_TEXT = 200;
const LATEST = Date.UTC(10_000, 0);

type Sign = ':' | '>' | '<';
type ReadTerm = (value: string, sign: Sign, now: number) => Condition | null;

const STATUSES: Readonly<Record<string, RequestStatus>> = {
  ok: 'ok',
  error: 'error',
  failed: 'error',
  running: 'running',
  aborted: 'aborted',
  cancelled: 'aborted',
  interrupted: 'interrupted',
};

const FIELDS: Readonly<Record<string, ReadTerm>> = {
  status(value) {
    const status = Object.hasOwn(STATUSES, value) ? STATUSES[value] : undefined;
    return status === undefined ? null : { request: { status }, fits: (row) => row.status === status };
  },
  provider: (value) => exactly({ provider: value.toLowerCase() }, value, (row) => row.provider),
  token: (value) => exactly({ token: value }, value, (row) => row.token),
  alias: (value) => exactly({ alias: value }, value, (row) => row.alias),
  key: (value) => exactly({ key: value }, value, (row) => row.key?.split(' · ').slice(1).join(' · ') ?? null),
  code: (value) => exactly({ error_code: value }, value, (row) => row.error_code),
  model: (value) => ({
    request: { model: value },
    fits: ({ model }) =>
      model === value || (model?.toLowerCase().endsWith(`/${value.toLowerCase()}`) ?? false),
  }),
  cost(value, sign) {
    const usd = readNumber(value.replace(/^\$/, ''));
    if (usd === null || sign === ':') return null;
    // More than nothing is one nano-dollar: what is free must not be in it.
    return sign === '>'
      ? { request: { min_cost_usd: usd + NANO_USD }, fits: (row) => (row.cost_usd ?? -1) > usd }
      : { request: { max_cost_usd: usd }, fits: (row) => row.cost_usd !== null && row.cost_usd <= usd };
  },
  time(value, sign) {
    const ms = readDuration(value);
    if (ms === null || sign === ':') return null;
    return sign === '>'
      ? { request: { min_latency_ms: ms }, fits: (row) => (row.total_ms ?? -1) >= ms }
      : { request: { max_latency_ms: ms }, fits: (row) => row.total_ms !== null && row.total_ms <= ms };
  },
  first(value, sign) {
    const ms = readDuration(value);
    if (ms === null || sign !== '>') return null;
    return { request: { min_first_token_ms: ms }, fits: (row) => (row.first_token_ms ?? -1) >= ms };
  },
  fallback: (value) =>
    yesOrNo(
      value,
      (fallback) => ({ fallback }),
      (row) => row.fallback_from !== null || row.attempt_count > 1,
    ),
  recorded: (value) =>
    yesOrNo(
      value,
      (recorded) => ({ recorded }),
      (row) => row.recorded === true,
    ),
  since(value, _, now) {
    const span = readDuration(value);
    const from = span === null ? Date.parse(value) : now - span;
    // Before the first and after the last year of four digits there are no requests, and dates are written otherwise.
    if (!(from >= 0 && from < LATEST)) return null;
    return {
      request: { from: new Date(from).toISOString() },
      fits: (row) => Date.parse(row.started_at) >= from,
    };
  },
};

/** Reads `status:error provider:groq cost>0.01 words`. Whatever is no known field is looked for as words. */
export function readQuery(query: string, now: number): RequestFilter {
  const terms = new Map<string, QueryTerm>();
  const words: string[] = [];
  for (const raw of query.match(WORD) ?? []) {
    const term = readTerm(raw, now);
    // Twice the same question: the last one counts.
    if (term) terms.set(`${term.field}${signOf(term.raw)}`, term);
    else words.push(unquote(raw));
  }
  // What stands in quotes may be nothing but blanks.
  const text = words.join(' ').slice(0, LONGEST_TEXT).trim();
  if (text === '' && terms.size === 0) return EVERY_REQUEST;
  return { query: query.trim(), text, terms: [...terms.values()] };
}

/** The query with this term in place of any other about the same field. */
export function putTerm(filter: RequestFilter, term: string): string {
  const added = readTerm(term, 0);
  const kept = filter.terms.filter(({ field }) => field !== added?.field).map(({ raw }) => raw);
  return [...kept, term, filter.text].filter(Boolean).join(' ');
}

/** The query without a term, or without its words. */
export function dropTerm(filter: RequestFilter, raw: string | null): string {
  const kept = filter.terms.filter((term) => term.raw !== raw).map((term) => term.raw);
  return [...kept, raw === null ? '' : filter.text].filter(Boolean).join(' ');
}

/** `token:"two words"` */
export function writeTerm(field: string, value: string): string {
  return `${field}:${/\s/.test(value) ? `"${value}"` : value}`;
}

export function toLogFilters({ terms, text }: RequestFilter): LogFilters {
  const all: LogFilters = Object.assign({}, ...terms.map(({ condition }) => condition?.request ?? {}));
  return text === '' ? all : { ...all, q: text };
}

/** The same rules as the log's own, so that a live row is not shown or hidden differently from a stored one. */
export function matchesFilter(row: RequestSummary, { terms, text }: RequestFilter): boolean {
  if (!terms.every(({ condition }) => condition === null || condition.fits(row))) return false;
  if (text === '') return true;
  const wanted = text.toLowerCase();
  const fields = [row.requested, row.model, row.provider, row.token, row.error_code, row.id];
  return fields.some((field) => field?.toLowerCase().includes(wanted) ?? false);
}

function readTerm(raw: string, now: number): QueryTerm | null {
  const [, name = '', sign = '', value = ''] = TERM.exec(raw) ?? [];
  const field = name.toLowerCase();
  const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (read === undefined) return null;
  return { raw, field, condition: read(unquote(value), toSign(sign), now) };
}

function toSign(text: string): Sign {
  return text.includes('>') ? '>' : text.includes('<') ? '<' : ':';
}

function signOf(raw: string): Sign {
  return toSign(TERM.exec(raw)?.[2] ?? ':');
}

function unquote(text: string): string {
  return text.replaceAll('"', '');
}

function exactly(
  request: LogFilters,
  value: string,
  of: (row: RequestSummary) => string | null,
): Condition | null {
  if (value === '') return null;
  const wanted = value.toLowerCase();
  return { request, fits: (row) => of(row)?.toLowerCase() === wanted };
}

function yesOrNo(
  value: string,
  request: (answer: 'yes' | 'no') => LogFilters,
  is: (row: RequestSummary) => boolean,
): Condition | null {
  if (value !== 'yes' && value !== 'no') return null;
  return { request: request(value), fits: (row) => is(row) === (value === 'yes') };
}

function readNumber(text: string): number | null {
  const number = Number(text);
  return text !== '' && Number.isFinite(number) && number >= 0 ? number : null;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, where no unit is named. */
function readDuration(text: string): number | null {
  const [, number = '', unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  const count = readNumber(number);
  return count === null ? null : count * (UNITS[unit] ?? 1);
}
