import type { AttemptRecord, Failure } from '../attempt';
import type { ChatRequest } from '../chat';
import type { HealthLease } from '../health/types';
import { isLocalAddress } from '../local-address';
import type { GatewayPorts } from '../ports';
import type { Candidate } from '../route';

/** One call under way. Its health lease is held until it is closed. */
export interface OpenAttempt {
  /** The response head is there. */
  head(headers: Readonly<Record<string, string>>): void;
  /** Closes it, once; further calls give the same record. `null`: it went well. */
  close(failure: Failure | null): AttemptRecord;
}

export function openAttempt(
  candidate: Candidate,
  request: ChatRequest,
  { clock, health }: Pick<GatewayPorts, 'clock' | 'health'>,
): OpenAttempt {
  const lease = health.begin(
    {
      provider: candidate.provider.id,
      model: candidate.model,
      keyId: candidate.key?.id ?? null,
      account: candidate.key?.account ?? null,
      isLocal: isLocalAddress(candidate.provider.baseUrl),
    },
    request.inputTokens + (request.maxOutputTokens ?? 0),
  );
  const startedAt = clock.monotonic();
  let firstByteAt: number | null = null;
  let record: AttemptRecord | null = null;
  return {
    head(headers) {
      firstByteAt = clock.monotonic();
      lease.learn(headers);
    },
    close(failure) {
      record ??= {
        candidate,
        startedAt,
        firstByteAt,
        endedAt: clock.monotonic(),
        outcome: failure?.kind ?? 'ok',
        httpStatus: failure ? failure.httpStatus : 200,
        errorCode: failure?.code ?? null,
        cooldownUntil: settle(lease, failure),
      };
      return record;
    },
  };
}

function settle(lease: HealthLease, failure: Failure | null): number | null {
  if (failure === null) {
    lease.succeed();
    return null;
  }
  if (failure.kind === 'aborted' || failure.kind === 'superseded') {
    lease.release();
    return null;
  }
  return lease.fail(failure);
}
