import type { WaitSource } from '../../../shared/domain/health';
import { readDuration, UNIT_MS } from '../read-duration';
import { readRateHeaders } from '../read-rate-headers';

const DAY_MS = 86_400_000;
/** No provider asks for longer; anything above is a misread number. */
const LONGEST_MS = 32 * DAY_MS;

/** In milliseconds from now. */
export interface ToldWait {
  readonly ms: number;
  readonly from: WaitSource;
}

/**
 * How long a provider asks to wait; `null` when it does not say.
 * The strongest source first. Source: routing.md, "Quota pools"; quota-signals.md.
 */
export function readRetryAfter(
  headers: Readonly<Record<string, string>>,
  message: string,
  now: number,
): ToldWait | null {
  const sources: readonly (readonly [WaitSource, () => number | null])[] = [
    ['retry_after', () => readNumber(headers['retry-after-ms'])],
    ['retry_after', () => readRetryHeader(headers['retry-after'], now)],
    ['error_body', () => readGoogleDelay(message)],
    ['header', () => readSpentReset(headers, now)],
    ['error_body', () => readProse(message)],
    ['error_body', () => readAllocation(message, now)],
  ];
  for (const [from, read] of sources) {
    const wait = read();
    if (wait !== null && wait >= 0 && wait <= LONGEST_MS) return { ms: Math.ceil(wait), from };
  }
  return null;
}

function readNumber(value: string | undefined): number | null {
  if (value === undefined || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/** Seconds, decimals, a duration such as `2m59.56s`, or an HTTP date. */
function readRetryHeader(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const seconds = readNumber(value);
  if (seconds !== null) return seconds * 1000;
  const duration = readDuration(value.trim());
  if (duration !== null) return duration;
  // `Date.parse` takes "-5" for a year; a date has letters.
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function readGoogleDelay(message: string): number | null {
  const delay = /"retryDelay":\s*"([0-9.a-z]+)"/.exec(message)?.[1];
  return delay === undefined ? null : readDuration(delay);
}

/** When the quotas that the headers call empty are full again: the last of them counts. */
function readSpentReset(headers: Readonly<Record<string, string>>, now: number): number | null {
  const resets = readRateHeaders(headers, 'minute', now).flatMap(({ left, resetsAt }) =>
    left === 0 && resetsAt !== null && resetsAt >= now ? [resetsAt - now] : [],
  );
  return resets.length === 0 ? null : Math.max(...resets);
}

/** "try again in 7m12.5s", "retry in 10h17m5s", "Please retry after 20 seconds". */
function readProse(message: string): number | null {
  const match =
    /(?:try again|retry|again|available|resets?) (?:in|after) (?:about )?((?:\d+(?:\.\d+)?\s?(?:ms|s|m|h|d)(?![a-z])\s?)+)/i.exec(
      message,
    );
  if (match?.[1]) return readDuration(match[1].replace(/\s/g, '').toLowerCase());
  const words =
    /(?:try again|retry|again|available|resets?) (?:in|after) (?:about )?(\d+(?:\.\d+)?) (second|minute|hour|day)s?/i.exec(
      message,
    );
  if (!words?.[1] || !words[2]) return null;
  return Number(words[1]) * (UNIT_MS[words[2][0]?.toLowerCase() ?? ''] ?? 0);
}

/** Cloudflare's free neurons come back at 00:00 UTC. */
function readAllocation(message: string, now: number): number | null {
  return /daily free allocation/i.test(message) ? DAY_MS - (now % DAY_MS) : null;
}
