import type { QuotaWindow } from '../../../shared/domain/health';
import { readDuration } from '../read-duration';

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

const WINDOWS: readonly Window[] = ['second', 'minute', 'hour', 'day', 'month'];
/** `anthropic-ratelimit-`, `x-ratelimit-`, `ratelimit-`, Mistral's `…bysize-`; then the parts in any order. */
const NAME = /^(?:x-|anthropic-)?ratelimit(bysize)?-([a-z-]+)$/;
const DAY_MS = 86_400_000;
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
  const found = new Map<
    string,
    {
      unit: Unit;
      window: Window;
      limit?: number | undefined;
      left?: number | undefined;
      resetsAt?: number | undefined;
    }
  >();
  for (const [name, value] of Object.entries(headers)) {
    const match = NAME.exec(name);
    if (!match?.[2]) continue;
    const parts = match[2].split('-');
    const field = parts.find((part) => part === 'limit' || part === 'remaining' || part === 'reset');
    if (!field) continue;
    const unit: Unit = match[1] || parts.includes('tokens') ? 'tokens' : 'requests';
    const window =
      WINDOWS.find((entry) => parts.includes(entry)) ?? (unit === 'requests' ? requestsWindow : 'minute');
    // Anthropic counts input and output tokens apart; the tighter one is what matters.
    const kind = parts.find((part) => part === 'input' || part === 'output') ?? '';
    const id = `${unit}/${window}/${kind}`;
    const entry = found.get(id) ?? { unit, window };
    if (field === 'reset') entry.resetsAt = readReset(value, now) ?? undefined;
    else if (field === 'limit') entry.limit = readCount(value) ?? undefined;
    else entry.left = readCount(value) ?? undefined;
    found.set(id, entry);
  }
  return [...found.values()].flatMap(({ unit, window, limit, left, resetsAt }) =>
    left === undefined ? [] : [{ unit, window, limit: limit ?? null, left, resetsAt: resetsAt ?? null }],
  );
}

/** Go duration, seconds, epoch seconds, epoch milliseconds or RFC 3339; in epoch milliseconds. */
function readReset(value: string, now: number): number | null {
  const text = value.trim();
  const duration = readDuration(text);
  if (duration !== null) return now + duration;
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number)) {
    if (number < 0) return null;
    if (number < SMALLEST_EPOCH_S) return now + number * 1000;
    return number < SMALLEST_EPOCH_S * 1000 ? number * 1000 : number;
  }
  const date = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) || date > now + 400 * DAY_MS ? null : date;
}

function readCount(value: string): number | null {
  const number = Number(value.split(/[,;]/)[0]);
  return value.trim() !== '' && Number.isFinite(number) && number >= 0 ? number : null;
}
