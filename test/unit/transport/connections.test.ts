import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTransport } from '../../../src/main/transport';
import { failureOf, readAll, request, server, transport } from './transport-fixtures';

describe('connections', () => {
  const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

  // undici frees a connection one turn after the answer, hence two and not one.
  it('uses connections again', async () => {
    const upstream = await server((socket) => socket.write(OK));
    const one = transport();
    for (let index = 0; index < 8; index++) await readAll(await one.send(request(upstream.origin)));
    expect(upstream.accepted()).toBeLessThanOrEqual(2);
  });

  it('reports a kept connection that died meanwhile as reset or uses a fresh one, never hangs', async () => {
    const upstream = await server((socket, _request, connection) => {
      if (connection === 0) socket.write(OK, () => setTimeout(() => socket.destroy(), 5));
      else socket.write(OK);
    });
    const one = transport();
    await readAll(await one.send(request(upstream.origin)));
    await sleep(30);
    expect((await readAll(await one.send(request(upstream.origin)))).toString()).toBe('ok');
  });

  it('a kept connection that is reset on the next request is reset, so that the engine may retry', async () => {
    let requests = 0;
    const upstream = await server((socket) => {
      requests += 1;
      if (requests === 2) socket.destroy();
      else socket.write(OK);
    });
    const one = transport();
    await readAll(await one.send(request(upstream.origin)));
    expect((await failureOf(one.send(request(upstream.origin)))).kind).toBe('reset');
  });

  it('ends what is in flight when it closes', async () => {
    const upstream = await server(() => {});
    const one = createTransport();
    const sending = failureOf(one.send(request(upstream.origin)));
    await sleep(20);
    await one.close();
    expect((await sending).kind).toBe('aborted');
    expect((await failureOf(one.send(request(upstream.origin)))).kind).toBe('aborted');
  });
});
