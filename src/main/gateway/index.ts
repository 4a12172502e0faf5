import { explainRoute } from './explain-route';
import type { Gateway } from './gateway';
import { findModel, listModels } from './list-models';
import { answerCall } from './pipeline';
import type { GatewayPorts } from './ports';
import { createAffinityBook } from './task-router';

export { createHealthBook } from './health';

/** The engine behind the Gateway API. What outlives a request is behind its ports. */
export function createGateway(parts: Omit<GatewayPorts, 'affinity'>): Gateway {
  const ports: GatewayPorts = { ...parts, affinity: createAffinityBook(parts.clock.monotonic) };
  return {
    call: (call) => answerCall(call, ports),
    explain: (body, identity) => explainRoute(body, identity, ports),
    models: (query) => listModels(query, ports),
    model: (id) => findModel(id, ports),
  };
}
