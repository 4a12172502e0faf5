import type { QuietHours } from '../../../shared/domain/desktop';

/** Whether a moment (epoch milliseconds) lies in the quiet hours, by the clock on the wall. They may go over midnight. */
export function isQuiet(now: number, hours: QuietHours | null): boolean {
  if (hours === null) return false;
  const date = new Date(now);
  const minute = date.getHours() * 60 + date.getMinutes();
  const from = toMinutes(hours.from);
  const to = toMinutes(hours.to);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
