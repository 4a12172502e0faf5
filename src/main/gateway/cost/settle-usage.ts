import type { TokenUsage } from '../../../shared/domain/request';
import type { RawUsage } from '../chat';

const CHARACTERS_PER_TOKEN = 4;

/** The provider's own count. What it did not count, or counted as nothing while text came, is estimated. */
export function settleUsage(raw: RawUsage | null, inputTokens: number, textLength: number): TokenUsage {
  const text = Math.ceil(textLength / CHARACTERS_PER_TOKEN);
  if (raw === null) return { input: inputTokens, output: text, cached: 0, reasoning: 0, estimated: true };
  const { input, output, cached, reasoning } = raw;
  // A stream that broke off may have told its input only; some servers always say 0.
  if (output === 0 && text > 0) {
    return { input: input > 0 ? input : inputTokens, output: text, cached, reasoning, estimated: true };
  }
  return { input, output, cached, reasoning, estimated: false };
}
