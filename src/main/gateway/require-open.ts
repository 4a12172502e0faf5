import { SpiderGateError } from './errors';
import type { GatewayPorts } from './ports';

/** Throws 503 while nothing may be served. */
export function requireOpen({ gate }: Pick<GatewayPorts, 'gate'>): void {
  if (gate.isShuttingDown()) {
    throw new SpiderGateError('service_unavailable', 'SpiderGate is shutting down.', {
      headers: { 'retry-after': '5' },
    });
  }
  if (gate.isPaused()) {
    throw new SpiderGateError(
      'service_paused',
      'SpiderGate is paused. Resume it from the tray or the window.',
      {
        headers: { 'x-should-retry': 'false' },
      },
    );
  }
}
