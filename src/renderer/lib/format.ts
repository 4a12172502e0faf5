import { messages } from './messages';

/** A number and its unit, so that the unit can be set smaller and greyer. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const { locale } = messages;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const tinyMoney = money({ maximumSignificantDigits: 4 });
const smallMoney = money({ minimumFractionDigits: 2, maximumFractionDigits: 3 });
const plainMoney = money({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const hourAndMinute = time({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndClock = time({
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = time({ year: 'numeric', month: 'short', day: 'numeric' });
const month = time({ month: 'short', year: 'numeric', timeZone: 'UTC' });
const exact = time({ dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

function money(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', ...options });
}

function time(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, options);
}

export function formatCount(count: number): string {
  return whole.format(count);
}

/** Milliseconds as people read them: `0.1 ms`, `412 ms`, `1.24 s`, `2.5 min`. */
export function measureDuration(ms: number | null): Quantity | null {
  if (ms === null) return null;
  if (ms < 10) return { value: oneDecimal.format(ms), unit: 'ms' };
  if (ms < 999.5) return { value: whole.format(ms), unit: 'ms' };
  if (ms < 9_995) return { value: seconds.format(ms / 1000), unit: 's' };
  if (ms < 99_950) return { value: tenths.format(ms / 1000), unit: 's' };
  return { value: tenths.format(ms / 60_000), unit: 'min' };
}

export function formatDuration(ms: number | null): string {
  const quantity = measureDuration(ms);
  return quantity === null ? messages.unknown : `${quantity.value} ${quantity.unit}`;
}

export function measureTokens(count: number): Quantity {
  if (count < 1000) return { value: whole.format(count), unit: '' };
  if (count < 999_950) return { value: oneDecimal.format(count / 1000), unit: 'k' };
  return { value: oneDecimal.format(count / 1_000_000), unit: 'M' };
}

/** Four significant digits under a cent, two decimals above a dollar. Unknown is never 0. */
export function formatMoney(usd: number | null): string {
  if (usd === null) return messages.unknown;
  if (usd === 0 || usd >= 1) return plainMoney.format(usd);
  return usd < 0.01 ? tinyMoney.format(usd) : smallMoney.format(usd);
}

/** `12 s ago`, `3 min ago`, `in 2 h`; a date beyond a week. */
export function formatRelative(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return messages.unknown;
  const distance = Math.abs(now - at);
  if (distance < 5_000) return messages.time.now;
  if (distance >= 7 * 86_400_000) return day.format(at);
  const amount = describeSpan(distance);
  return at <= now ? messages.time.ago(amount) : messages.time.ahead(amount);
}

function describeSpan(ms: number): string {
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)} h`;
  return `${Math.floor(ms / 86_400_000)} d`;
}

/** The time of day; with the date in front when it was not today. */
export function formatClock(iso: string, now: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return messages.unknown;
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : dayAndClock.format(at);
}

/** When something is back: `02:00`, with the date in front when that is more than a day away. */
export function formatMoment(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return messages.unknown;
  return Math.abs(at - now) < 86_400_000 ? hourAndMinute.format(at) : dayAndClock.format(at);
}

/** When an hour begins: `14:00`. */
export function formatHour(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? messages.unknown : hourAndMinute.format(at);
}

export function formatDate(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? messages.unknown : day.format(at);
}

/** `Aug 2026`, for what is dated by a day or a month. */
export function formatMonth(date: string): string {
  const at = Date.parse(date);
  return Number.isNaN(at) ? messages.unknown : month.format(at);
}

export function formatExact(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? messages.unknown : exact.format(at);
}

/** How long until then, to be watched: `0:42`, `4:31`, `2 h 14 min`, `3 d`. */
export function formatCountdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  if (hours === 0) return `${minutes}:${String(left % 60).padStart(2, '0')}`;
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** A share as whole percent. What is not quite all, or not quite nothing, is never shown as that. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const shown = percent > 99 && percent < 100 ? 99 : percent > 0 && percent < 1 ? 1 : Math.round(percent);
  return `${shown} %`;
}
