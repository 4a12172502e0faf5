import type { Transport, UpstreamRequest, UpstreamResponse } from '../../gateway/ports';
import { RENEWING_PROVIDER, type Renewals } from './renewals';

const SCHEME = 'Bearer ';
const UNAUTHORIZED = 401;

/** A key that ended too soon is replaced in the middle of a request: one more try, and nobody learns of it. */
export function withRenewal(inner: Transport, renewals: () => Pick<Renewals, 'replace'> | null): Transport {
  async function sendRenewing(request: UpstreamRequest): Promise<UpstreamResponse> {
    const response = await inner.send(request);
    const { authorization } = request.headers;
    if (response.status !== UNAUTHORIZED || !authorization?.startsWith(SCHEME)) return response;
    const next = (await renewals()?.replace(authorization.slice(SCHEME.length))) ?? null;
    if (next === null || request.signal.aborted) return response;
    // Lets its connection go; what a refusal says is of no interest any more.
    await response.body[Symbol.asyncIterator]().return?.();
    return inner.send({ ...request, headers: { ...request.headers, authorization: SCHEME + next } });
  }

  return {
    send: (request) => (request.provider === RENEWING_PROVIDER ? sendRenewing(request) : inner.send(request)),
  };
}
