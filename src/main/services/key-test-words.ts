import type { KeyTestResult } from '../../shared/domain/key';
import type { TransportError, TransportFailure } from '../gateway/ports';

type TimelessResult = Omit<KeyTestResult, 'latency_ms' | 'plan' | 'plan_source' | 'left'>;

/** What a status means for the owner of the key. The provider's own words are never repeated: they may hold the key. */
export function describeStatus(provider: string, status: number, models: number | null): TimelessResult {
  const say = (ok: boolean, code: string | null, message: string): TimelessResult => ({
    ok,
    models_found: models,
    http_status: status,
    error_code: code,
    message,
  });
  if (status >= 200 && status < 300) return say(true, null, describeSuccess(provider, models));
  if (status === 401)
    return say(false, 'unauthorized', `${provider} does not know this key. Was all of it copied?`);
  if (status === 402)
    return say(false, 'payment_required', `${provider} knows this key, but its account has no credit.`);
  if (status === 403) {
    return say(
      false,
      'unauthorized',
      `${provider} refuses this key. It may lack a permission, or be blocked.`,
    );
  }
  if (status === 429) {
    return say(
      false,
      'rate_limited',
      `${provider} asks to wait: the account's limit is reached. Try again later.`,
    );
  }
  if (status >= 500)
    return say(false, 'provider_error', `${provider} is in trouble (${status}). Try again later.`);
  return say(false, 'unexpected_answer', `${provider} answered with ${status}. Is the address right?`);
}

function describeSuccess(provider: string, models: number | null): string {
  if (models === null) return `${provider} accepts this key.`;
  return `${provider} accepts this key and offers ${models} ${models === 1 ? 'model' : 'models'}.`;
}

/** Nothing came back. */
export function describeFailure(provider: string, failure: TransportError): KeyTestResult {
  const { kind } = failure;
  const isTimeout = kind === 'headers_timeout' || kind === 'idle_timeout';
  return {
    ok: false,
    latency_ms: null,
    models_found: null,
    http_status: null,
    error_code: isTimeout ? 'timeout' : 'unreachable',
    message: describe(provider, failure),
    plan: null,
    plan_source: null,
    left: [],
  };
}

function describe(provider: string, { kind, proxy, message }: TransportError): string {
  // Ours, and made of hosts alone.
  if (proxy !== null) return `${provider} was not reached: ${message}.`;
  if (kind === 'headers_timeout' || kind === 'idle_timeout') {
    return `${provider} did not answer within 10 seconds.`;
  }
  return `${provider} ${SENTENCES[kind]}`;
}

const SENTENCES: Readonly<Record<Exclude<TransportFailure, 'headers_timeout' | 'idle_timeout'>, string>> = {
  refused: 'refuses the connection: nothing listens at that address.',
  reset: 'closed the connection without an answer.',
  dns: 'could not be found. Is this computer online, and the address right?',
  tls: 'could not be reached safely: its certificate is not trusted here.',
  unreachable: 'cannot be reached. Is this computer online?',
  aborted: 'was not asked: the test was stopped.',
  protocol: 'did not answer in HTTP. Is the address right?',
};
