import { type AttemptRecord, type Failure, OVERTAKEN, type PartialAnswer } from '../attempt';
import type { ChatRequest, RawUsage } from '../chat';
import type { HealthLease, HealthPlace } from '../health/types';
import { isLocalAddress } from '../local-address';
import type { GatewayPorts } from '../ports';
import type { Candidate } from '../route';

/** One call under way. Its health lease is held until it is closed. */
export interface OpenAttempt {
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  /** The response head is there. */
  head(headers: Readonly<Record<string, string>>): void;
  /** The first token is there; the rest is still to come. */
  begun(): void;
  /** Closes it, once; further calls give the same record. `null`: it went well, and used this, where that is told. */
  close(failure: Failure | null, usage?: RawUsage | null, wasted?: PartialAnswer): AttemptRecord;
}

export function openAttempt(
  candidate: Candidate,
  request: ChatRequest,
  { clock, health }: Pick<GatewayPorts, 'clock' | 'health'>,
  /** When the same request first tried this place; left out when it does so now. Epoch milliseconds. */
  since?: number,
): OpenAttempt {
  const lease = health.begin(toHealthPlace(candidate), request, since);
  const startedAt = clock.monotonic();
  let firstByteAt: number | null = null;
  let record: AttemptRecord | null = null;
  return {
    startedAt,
    head(headers) {
      firstByteAt = clock.monotonic();
      lease.learn(headers);
    },
    begun: lease.begun,
    close(failure, usage = null, wasted = undefined) {
      record ??= {
        candidate,
        startedAt,
        firstByteAt,
        endedAt: clock.monotonic(),
        outcome: failure?.kind ?? 'ok',
        httpStatus: failure ? failure.httpStatus : 200,
        errorCode: failure?.code ?? null,
        cooldownUntil: settle(lease, failure, usage),
        ...(wasted ? { wasted } : {}),
      };
      return record;
    },
  };
}

/** A candidate as health knows it. */
export function toHealthPlace({ provider, model, key }: Candidate): HealthPlace {
  return {
    provider: provider.id,
    model,
    keyId: key?.id ?? null,
    account: key?.account ?? null,
    isLocal: isLocalAddress(provider.baseUrl),
  };
}

function settle(lease: HealthLease, failure: Failure | null, usage: RawUsage | null): number | null {
  if (failure === null) {
    lease.succeed(usage);
    return null;
  }
  if (failure.kind === 'aborted' || (failure.kind === 'superseded' && failure.code !== OVERTAKEN)) {
    lease.release();
    return null;
  }
  return lease.fail(failure);
}
