import { request as httpRequest, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Gateway } from '../../../src/main/gateway/gateway';
import type { Log } from '../../../src/main/log/types';
import type { HttpLimits } from '../../../src/main/server/create-http-server';
import { startGatewayServer } from '../../../src/main/server/gateway-server';
import { createFakeGateway, silentLog } from '../../support/fake-gateway';
import { createServiceWorld } from '../../support/service-world';

export async function start(
  gateway: Gateway = createFakeGateway(),
  log: Log = silentLog,
  limits: Partial<HttpLimits> = {},
) {
  const world = await createServiceWorld();
  const { services, originGate, inviteDoor } = world;
  let count = 0;
  const newRequestId = () => `req_${++count}`;
  const server = await startGatewayServer({
    gateway,
    services,
    newRequestId,
    originGate,
    inviteDoor,
    contributePage: (page) => JSON.stringify(page),
    host: '127.0.0.1',
    port: 0,
    log,
    limits,
  });
  onTestFinished(() => server.close());
  return { ...server, services, originGate, inviteDoor, events: world.events };
}

export interface Sent {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export function send(
  port: number,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      async (incoming) => {
        let text = '';
        for await (const piece of incoming) text += String(piece);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const JSON_TYPE = { 'content-type': 'application/json' };
export const chat = (port: number, body: unknown = {}, headers: Record<string, string> = {}, query = '') =>
  send(port, `/v1/chat/completions${query}`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  });

export function errorOf(sent: Sent): { code: string; param: string | null; message: string; type: string } {
  return JSON.parse(sent.text).error;
}
