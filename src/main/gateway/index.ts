import { admitAs, identifyViewer } from './auth/authenticate';
import { createLimits } from './auth/limits/create-limits';
import { createCostBook } from './cost';
import { explainRoute } from './explain-route';
import type { Gateway } from './gateway';
import { createModelLister } from './list-models';
import { answerCall } from './pipeline';
import type { GatewayPorts } from './ports';
import { createAffinityBook } from './task-router';
import { answerUsage } from './usage';

export { createHealthBook } from './health';

/** The engine behind the Gateway API. What outlives a request is behind its ports. */
export function createGateway(parts: Omit<GatewayPorts, 'affinity' | 'costs' | 'limits'>): Gateway {
  const costs = createCostBook(parts);
  const limits = createLimits({ ...parts, costs });
  const affinity = createAffinityBook(parts.clock.monotonic);
  const ports: GatewayPorts = { ...parts, affinity, costs, limits };
  const models = createModelLister(ports);
  return {
    call: (call) => answerCall(call, ports),
    callAs: (identity, call) =>
      answerCall({ ...call, credential: 'owner' }, { ...ports, credentials: admitAs(identity) }),
    usage: (credential) => answerUsage(credential, ports),
    explain: (body, identity) => explainRoute(body, identity, ports),
    models: (query, credential = null) => models.list(query, identifyViewer(credential, ports.credentials)),
    model: (id, credential = null) => models.find(id, identifyViewer(credential, ports.credentials)),
    isWrongToken(credential) {
      const check = parts.credentials.check(credential);
      return !check.ok && check.code === 'invalid_api_key';
    },
    facts: parts.catalog.facts,
    limits,
  };
}
