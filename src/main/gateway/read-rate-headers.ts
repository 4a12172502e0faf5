import type { QuotaWindow } from '../../shared/domain/health';
import { readDuration } from './read-duration';

type Unit = 'requests' | 'tokens';
type Window = QuotaWindow['window'];

/** One quota as the headers of an answer state it. Times in epoch milliseconds. */
export interface RateReading {
  readonly unit: Unit;
  readonly window: Window;
  readonly limit: number | null;
  readonly left: number;
  readonly resetsAt: number | null;
}

const NO_READINGS: readonly RateReading[] = [];
const WINDOWS: readonly Window[] = ['second', 'minute', 'hour', 'day', 'month'];
/** `anthropic-ratelimit-`, `x-ratelimit-`, `ratelimit-`, Mistral's `…bysize-`; then the parts in any order. */
const NAME = /^(?:x-|anthropic-)?ratelimit(bysize)?-([a-z-]+)$/;
/** Nothing is counted for longer; anything above is a misread number. */
const LONGEST_MS = 400 * 86_400_000;
/** A count that nobody names a window for, and that is full again only then, is a day's. */
const LONGER_THAN_MINUTES = 2 * 3_600_000;
/** Epoch numbers are larger than any duration a provider states. */
const SMALLEST_EPOCH_S = 1_000_000_000;

/**
 * Reads every quota the headers of an answer state. `requestsWindow` is the window of request counts
 * whose header does not name one: Groq's are per day, everybody else's per minute. Source: quota-signals.md.
 */
export function readRateHeaders(
  headers: Readonly<Record<string, string>>,
  requestsWindow: Window,
  now: number,
): readonly RateReading[] {
  // Most headers say nothing of the kind, and are not worth taking apart.
  const names = Object.keys(headers).filter((name) => name.includes('ratelimit'));
  if (names.length === 0) return NO_READINGS;
  const found = new Map<string, FoundQuota>();
  for (const name of names) {
    const value = headers[name];
    const said = readName(name, requestsWindow);
    if (!said || value === undefined) continue;
    const entry = found.get(said.id) ?? { unit: said.unit, window: said.window, isNamed: said.isNamed };
    if (said.field === 'reset') entry.resetsAt = readReset(value, now) ?? undefined;
    else if (said.field === 'limit') entry.limit = readCount(value) ?? undefined;
    else entry.left = readCount(value) ?? undefined;
    found.set(said.id, entry);
  }
  return [...found.values()].flatMap((entry) => toReading(entry, now));
}

interface FoundQuota {
  readonly unit: Unit;
  readonly window: Window;
  /** The header itself names its window. */
  readonly isNamed: boolean;
  limit?: number | undefined;
  left?: number | undefined;
  resetsAt?: number | undefined;
}

/** What a header name says; `null`: nothing about a quota. */
function readName(name: string, requestsWindow: Window) {
  const match = NAME.exec(name);
  const parts = match?.[2]?.split('-') ?? [];
  const field = parts.find((part) => part === 'limit' || part === 'remaining' || part === 'reset');
  // Fireworks' `over-limit` is a yes or no.
  if (!match || !field || parts.includes('over')) return null;
  const unit: Unit = match[1] || parts.includes('tokens') ? 'tokens' : 'requests';
  const named = WINDOWS.find((entry) => parts.includes(entry));
  const window = named ?? (unit === 'requests' ? requestsWindow : 'minute');
  // Anthropic counts input and output tokens apart; the tighter one is what matters.
  const kind = parts.find((part) => part === 'input' || part === 'output') ?? '';
  return { id: `${unit}/${window}/${kind}`, unit, window, isNamed: named !== undefined, field };
}

function toReading(entry: FoundQuota, now: number): readonly RateReading[] {
  const { unit, isNamed, limit, left, resetsAt } = entry;
  if (left === undefined) return [];
  const isLong = !isNamed && resetsAt !== undefined && resetsAt - now > LONGER_THAN_MINUTES;
  const window = isLong && entry.window === 'minute' ? 'day' : entry.window;
  return [{ unit, window, limit: limit ?? null, left, resetsAt: resetsAt ?? null }];
}

/** Go duration, seconds, epoch seconds, epoch milliseconds or RFC 3339; in epoch milliseconds. */
function readReset(value: string, now: number): number | null {
  const time = readTime(value.trim(), now);
  return time === null || time > now + LONGEST_MS ? null : time;
}

function readTime(text: string, now: number): number | null {
  const duration = readDuration(text);
  if (duration !== null) return now + duration;
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number)) {
    if (number < 0) return null;
    if (number < SMALLEST_EPOCH_S) return now + number * 1000;
    return number < SMALLEST_EPOCH_S * 1000 ? number * 1000 : number;
  }
  const date = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}

function readCount(value: string): number | null {
  const number = Number(value.split(/[,;]/)[0]);
  return value.trim() !== '' && Number.isFinite(number) && number >= 0 ? number : null;
}
