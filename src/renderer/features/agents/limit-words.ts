import type { Limits } from '../../../shared/domain/limits';
import { formatCount, measureTokens } from '../../lib/format';
import { messages } from '../../lib/messages';

const words = messages.agents.limitWords;

/** Each limit that is set, in a few characters. */
export function listLimits(limits: Limits): readonly string[] {
  const { rpm_limit: rpm, rpd_limit: rpd, tpm_limit: tpm, parallel_limit: parallel } = limits;
  return [
    rpm === null ? null : words.rpm(formatCount(rpm)),
    rpd === null ? null : words.rpd(formatCount(rpd)),
    tpm === null ? null : words.tpm(writeTokens(tpm)),
    parallel === null ? null : words.parallel(formatCount(parallel)),
  ].filter((word) => word !== null);
}

function writeTokens(count: number): string {
  const { value, unit } = measureTokens(count);
  return unit === '' ? value : `${value} ${unit}`;
}
