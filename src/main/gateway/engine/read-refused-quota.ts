import type { RefusedQuota } from '../attempt';

const TOKENS = /\btp[dm]\b|tokens? ?per|token_?count/i;
/** Google's `quotaValue`, or "Limit 200000" and "limit: 20" in a sentence; neurons stand behind their number. */
const LIMIT = /"quotaValue":\s*"?(\d+)|\blimit:? (\d[\d,]*)|allocation of (\d[\d,]*)/i;

/** Which quota a refusal is about; `words`: all it said. Source: quota-signals.md. */
export function readRefusedQuota(kind: 'rate_limited' | 'quota_spent', words: string): RefusedQuota {
  const limit = LIMIT.exec(words)?.slice(1).find(Boolean)?.replaceAll(',', '');
  return {
    unit: /neurons?/i.test(words) ? 'neurons' : TOKENS.test(words) ? 'tokens' : 'requests',
    window: kind === 'rate_limited' ? 'minute' : nameWindow(words),
    limit: limit === undefined ? null : Number(limit),
  };
}

function nameWindow(words: string): RefusedQuota['window'] {
  if (/per.?month|monthly|\/ ?month/i.test(words)) return 'month';
  return /(?:session|hourly) (?:usage )?limit/i.test(words) ? 'hour' : 'day';
}
