import type { ProviderProbe } from '../../shared/domain/provider';
import type { ProviderProbeRequest } from '../../shared/ipc/providers';
import { type Clock, type Transport, TransportError } from '../gateway/ports';
import { describeFailure, describeStatus } from './key-test-words';
import { readJson, readModelIds } from './read-json';

const PATIENCE_MS = 10_000;
const LONGEST_LIST_BYTES = 4 * 1024 * 1024;

interface ProbeParts {
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
}

/** Asks an address for its models, as somebody would before adding it. The secret is used once and kept nowhere. */
export async function probeProvider(
  baseUrl: string,
  { api_key: secret, auth }: Pick<ProviderProbeRequest, 'api_key' | 'auth'>,
  { transport, clock }: ProbeParts,
): Promise<ProviderProbe> {
  const place = new URL(baseUrl).host;
  const aborter = new AbortController();
  const cancel = clock.after(PATIENCE_MS, () => aborter.abort());
  const started = clock.monotonic();
  try {
    const response = await transport.send({
      method: 'GET',
      url: `${baseUrl}/models`,
      headers: {
        accept: 'application/json',
        ...(auth === 'bearer' && secret !== undefined ? { authorization: `Bearer ${secret}` } : {}),
      },
      body: null,
      signal: aborter.signal,
      headersTimeoutMs: PATIENCE_MS,
      idleTimeoutMs: PATIENCE_MS,
    });
    const body = await readJson(response, LONGEST_LIST_BYTES);
    const models = response.status === 200 ? readModelIds(body) : null;
    const latency = Math.round(clock.monotonic() - started);
    if (models) return { ok: true, models: tidy(models), latency_ms: latency, error_code: null, message: '' };
    const { error_code, message } = explain(place, response.status, secret);
    return { ok: false, models: [], latency_ms: latency, error_code, message };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const failure = aborter.signal.aborted ? new TransportError('headers_timeout', 'too slow') : error;
    const { error_code, message } = describeFailure(place, failure);
    return { ok: false, models: [], latency_ms: null, error_code, message };
  } finally {
    cancel();
  }
}

function explain(place: string, status: number, secret: string | undefined) {
  if (status === 200) {
    const message = `${place} answered, but not with a list of models. Is the address right? It usually ends in /v1.`;
    return { error_code: 'not_a_list', message };
  }
  if ((status === 401 || status === 403) && secret === undefined) {
    const message = `${place} wants a key before it says which models it has.`;
    return { error_code: 'key_needed', message };
  }
  return describeStatus(place, status, null);
}

function tidy(models: readonly string[]): readonly string[] {
  return [...new Set(models.filter((id) => id !== '' && id.length <= 200))].slice(0, 1_000);
}
