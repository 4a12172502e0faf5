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
  return {
    calls,
    async call(call) {
      calls.push(call);
      return answer(call);
    },
    explain: () => {
      throw new Error('nothing asks for this');
    },
    models: () => ({ data: [], total: 0 }),
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
