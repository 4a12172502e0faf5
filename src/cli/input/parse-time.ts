const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * RFC 3339 in UTC of `2026-12-31`, `2026-12-31T18:00` (both in the computer's time zone), a full RFC 3339 time, or a
 * span such as `30m`, `12h`, `7d`, `2w` before or after now. `null`: none of these.
 */
export function parseTime(text: string, now: Date, direction: 'past' | 'future'): string | null {
  const span = /^(\d{1,6})([mhdw])$/.exec(text);
  if (span) {
    const ms = Number(span[1]) * (UNITS[span[2] ?? ''] ?? 0) * 1000;
    return toIso(now.getTime() + (direction === 'future' ? ms : -ms));
  }
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text))
    return null;
  // A date alone would be read as midnight in Greenwich.
  return toIso(Date.parse(text.includes('T') ? text : `${text}T00:00`));
}

function toIso(ms: number): string | null {
  return Number.isNaN(new Date(ms).getTime()) ? null : new Date(ms).toISOString();
}
