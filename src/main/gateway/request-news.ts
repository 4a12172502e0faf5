import { toUsd } from '../../shared/domain/money';
import type { RequestSummary } from '../../shared/domain/request';
import type { RequestEnd, RequestStart } from './ports';

/** A request that has begun or ended, as whoever counts along is told of it. `end`: `null` while it runs. */
export class RequestNews {
  constructor(
    readonly start: RequestStart,
    readonly end: RequestEnd | null,
  ) {}

  /** The row as the log shows it, without asking the database for it again: for those who show it, and only then. */
  toSummary(): RequestSummary {
    const { start, end } = this;
    return {
      id: start.id,
      started_at: new Date(start.startedAt).toISOString(),
      status: end?.status ?? 'running',
      client_id: start.clientId,
      token: start.tokenName,
      requested: start.requested,
      alias: start.alias,
      dialect: start.dialect,
      stream: start.stream,
      http_status: end?.httpStatus ?? null,
      error_code: end?.errorCode ?? null,
      provider: end?.provider ?? null,
      model: end?.model ?? null,
      key: end?.provider && end.keyLabel ? `${end.provider} · ${end.keyLabel}` : null,
      key_scope: end?.keyScope ?? null,
      fallback_from: end?.fallbackFrom ?? null,
      attempt_count: end?.attemptCount ?? 0,
      first_token_ms: end?.firstTokenMs ?? null,
      total_ms: end?.totalMs ?? null,
      usage: end?.usage ?? null,
      cost_usd: toUsd(end?.cost ?? null),
      cost_source: end?.costSource ?? null,
      saved_usd: toUsd(end?.savedNanoUsd ?? null),
    };
  }
}
