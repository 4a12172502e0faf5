import type { LogRow } from '../journal/log-rows';
import type { FinishedRow } from './types';

/** What the roll-ups count of a request; `null`: it still runs. */
export function toFinishedRow({ start, end }: LogRow): FinishedRow | null {
  if (!end) return null;
  const { usage } = end;
  return {
    startedAt: start.startedAt,
    workspaceId: start.workspaceId,
    clientId: start.clientId,
    tokenId: start.tokenId,
    tokenName: start.tokenName,
    keyId: end.keyId,
    keyLabel: end.keyLabel,
    alias: start.alias,
    provider: end.provider,
    model: end.model,
    status: end.status,
    isFallback: end.fallbackFrom !== null,
    attemptCount: end.attemptCount,
    input: usage?.input ?? 0,
    output: usage?.output ?? 0,
    cached: usage?.cached ?? 0,
    reasoning: usage?.reasoning ?? 0,
    costNanoUsd: end.cost,
    costSource: end.costSource,
    savedNanoUsd: end.savedNanoUsd,
    totalMs: end.totalMs,
    firstTokenMs: end.firstTokenMs,
  };
}
