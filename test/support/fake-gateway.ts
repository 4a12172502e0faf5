import { SpiderGateError } from '../../src/main/gateway/errors';
import type { Gateway, GatewayCall, GatewayReply } from '../../src/main/gateway/gateway';

export interface FakeGateway extends Gateway {
  readonly calls: readonly GatewayCall[];
}

/** A gateway that answers as a test says, for tests of what is around it. */
export function createFakeGateway(
  answer: (call: GatewayCall) => GatewayReply | Promise<GatewayReply> = () => json({ ok: true }),
): FakeGateway {
  const calls: GatewayCall[] = [];
  const gatewayCall: Gateway['call'] = async (call) => {
    calls.push(call);
    return answer(call);
  };
  return {
    calls,
    call: gatewayCall,
    callAs: (_identity, call) => gatewayCall({ ...call, credential: null }),
    facts: () => null,
    explain: () => {
      throw new Error('nothing asks for this');
    },
    models: () => ({ data: [], total: 0 }),
    isWrongToken: (credential) => credential.startsWith('spideriq_pat_wrong'),
    usage: async () => ({ kind: 'json', status: 200, headers: {}, body: { object: 'usage' } }),
    limits: { view: () => ({ token: null, workspace: null }), budget: () => null },
    model: (id) => new SpiderGateError('model_not_found', `no ${id}`, { param: 'model' }),
  };
}

export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): GatewayReply {
  return { kind: 'json', status, headers, body };
}

export function stream(frames: AsyncIterable<string>): GatewayReply {
  return { kind: 'stream', headers: { 'x-spidergate-fallback-from': 'groq/m' }, frames };
}

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
