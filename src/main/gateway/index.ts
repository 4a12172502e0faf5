import { explainRoute } from './explain-route';
import type { Gateway } from './gateway';
import { createModelLister } from './list-models';
import { answerCall } from './pipeline';
import type { GatewayPorts } from './ports';
import { createAffinityBook } from './task-router';

export { createHealthBook } from './health';

/** The engine behind the Gateway API. What outlives a request is behind its ports. */
export function createGateway(parts: Omit<GatewayPorts, 'affinity'>): Gateway {
  const ports: GatewayPorts = { ...parts, affinity: createAffinityBook(parts.clock.monotonic) };
  const models = createModelLister(ports);
  return {
    call: (call) => answerCall(call, ports),
    explain: (body, identity) => explainRoute(body, identity, ports),
    models: models.list,
    model: models.find,
  };
}
