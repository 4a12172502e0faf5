import { SpiderGateError } from './errors';

/** Source: routing.md: the laptop itself can be the one that fails. */
export function createOfflineError(): SpiderGateError {
  return new SpiderGateError(
    'service_unavailable',
    'This computer is offline. Servers on this computer go on answering; the rest will when the network is back.',
    { headers: { 'retry-after': '5' } },
  );
}
