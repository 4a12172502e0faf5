import type { Gateway } from './gateway';
import { findModel, listModels } from './list-models';
import { answerCall } from './pipeline';
import type { GatewayPorts } from './ports';

export { createHealthBook } from './health';

/** The engine behind the Gateway API. Holds no state of its own: all of it is behind the ports. */
export function createGateway(ports: GatewayPorts): Gateway {
  return {
    call: (call) => answerCall(call, ports),
    models: (query) => listModels(query, ports),
    model: (id) => findModel(id, ports),
  };
}
