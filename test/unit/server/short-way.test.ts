import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { createFakeGateway } from '../../support/fake-gateway';
import { send, start } from './gateway-server-fixtures';

const PATHS = ['/v1/chat/completions', '/api/gate/v1/embeddings'];
/** The first goes past the router, the others through it. */
const TYPES = ['application/json', 'application/json; charset=utf-8'];

/** Would catch an answer that depends on how a client spells its content type. */
it.each([
  ['what was sent', '{"model":"ü"}'],
  ['a byte order mark', '\uFEFF{"model":"m"}'],
  ['what is no JSON', '{"model":'],
  ['more than a megabyte', JSON.stringify({ model: 'm', input: 'x'.repeat(1_100_000) })],
])('%s gets the same answer past the router and through it', async (_what, body) => {
  for (const path of PATHS) {
    const seen: unknown[] = [];
    for (const type of TYPES) {
      const gateway = createFakeGateway();
      const { port } = await start(gateway);
      const sent = await send(port, path, { method: 'POST', headers: { 'content-type': type }, body });
      const { 'x-request-id': id, date: _date, ...headers } = sent.headers;
      expect(id).toMatch(/^req_/);
      seen.push({
        status: sent.status,
        headers,
        text: sent.text,
        bodies: gateway.calls.map((call) => call.body),
      });
    }
    expect(seen[0]).toEqual(seen[1]);
  }
});

it('a caller who leaves in the middle of a body is asked for nothing more, and nobody is called', async () => {
  const gateway = createFakeGateway();
  const { port } = await start(gateway);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"model"`,
  );
  socket.destroy();
  await once(socket, 'close');
  const sent = await send(port, '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"model":"m"}',
  });
  expect(sent.status).toBe(200);
  expect(gateway.calls).toHaveLength(1);
});
