import type { KeyHealth } from '../../../shared/domain/health';
import { ranksOnly, statusOf } from './mark-rules';
import type { Mark } from './marks';

/** A key as its owner sees it. `around`: marks of its account's quotas and of what it may not use. */
export function describeKeyHealth(own: Mark | null, around: readonly Mark[], now: number): KeyHealth {
  const cooling = [...around, ...(own && !ranksOnly('keys', own) ? [own] : [])]
    .filter((mark) => mark.until > now)
    .sort((a, b) => b.until - a.until);
  return {
    status: statusOf(own),
    consecutive_failures: own?.failures ?? 0,
    cooling_until: cooling[0] ? new Date(cooling[0].until).toISOString() : null,
    ...(cooling[0] ? { cooling_from: cooling[0].waitFrom } : {}),
    last_error_code: cooling[0]?.code ?? own?.code ?? null,
  };
}
