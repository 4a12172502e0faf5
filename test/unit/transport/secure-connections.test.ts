import { once } from 'node:events';
import { createServer, type LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TEST_AUTHORITY } from '../../support/proxy-certificates';
import { choose, networkTransport, proxy, secureUpstream } from './network-fixtures';
import { CHUNKED_HEAD, chunked, failureOf, readAll, request, server } from './transport-fixtures';

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** Greets the first connection unasked and closes it, and serves the others. */
async function greetingServer(greeting: string | null) {
  let connections = 0;
  const upstream = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    if (connections === 1) socket.end(greeting ?? '');
    else socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  return { port: typeof address === 'object' && address ? address.port : 0, connections: () => connections };
}

describe('certificates', () => {
  it('of an own authority are trusted once it is named, and no longer when it is not', async () => {
    const upstream = await secureUpstream();
    const url = `https://upstream.test:${upstream.port}/`;
    const one = networkTransport(choose({}, []));
    expect((await failureOf(one.send(request(url)))).kind).toBe('tls');
    one.configure(choose({}, [TEST_AUTHORITY]));
    expect((await readAll(await one.send(request(url)))).toString()).toBe('ok');
    // Neither a kept connection nor a resumed session may get round the change.
    one.configure(choose({}, []));
    expect((await failureOf(one.send(request(url)))).kind).toBe('tls');
  });

  it('of another name are refused', async () => {
    const upstream = await secureUpstream();
    const one = networkTransport(choose());
    const failure = await failureOf(one.send(request(`https://somebody-else.test:${upstream.port}/`)));
    expect(failure.kind).toBe('tls');
  });
});

describe('TLS sessions', () => {
  it.each(['TLSv1.3', 'TLSv1.2'] as const)('%s: are taken up by later connections', async (maxVersion) => {
    const upstream = await secureUpstream({ maxVersion, closesEach: true });
    const one = networkTransport(choose());
    for (let index = 0; index < 4; index++) {
      await readAll(await one.send(request(`https://upstream.test:${upstream.port}/`)));
      await sleep(20);
      // undici's own cache is weak and would lose them here.
      collectGarbage();
    }
    expect(upstream.connections()).toBe(4);
    expect(upstream.resumed()).toBe(3);
  });

  it('are taken up after sleep, and inside a proxy’s tunnel', async () => {
    const [upstream, way] = [await secureUpstream(), await proxy()];
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/`)));
    await sleep(20);
    one.refresh();
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/`)));
    expect([upstream.connections(), upstream.resumed()]).toEqual([2, 1]);
  });
});

describe('IPv6', () => {
  const sixFirst: LookupFunction = (_host, options, callback) => {
    const found = [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    if (options.all) callback(null, found);
    else callback(null, '::1', 6);
  };

  it('that is announced and does not answer: IPv4 does, with TLS and without', async () => {
    const secure = await secureUpstream();
    const plain = await server((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
    const one = networkTransport(choose(), { lookup: sixFirst });
    for (const url of [`https://upstream.test:${secure.port}/`, `http://upstream.test:${plain.port}/`]) {
      expect((await readAll(await one.send(request(url)))).toString()).toBe('ok');
    }
  });

  it('and IPv4 that both refuse are refused, not protocol', async () => {
    const gone = await server(() => {});
    await gone.close();
    const one = networkTransport(choose(), { lookup: sixFirst });
    const failure = await failureOf(one.send(request(`http://upstream.test:${gone.port}/`)));
    expect(['refused', 'unreachable']).toContain(failure.kind);
  });
});

describe('connections opened ahead', () => {
  const place = (port: number) => [{ provider: 'one', url: `https://upstream.test:${port}/v1` }];

  it('are used by the next request, and send nothing before it', async () => {
    const upstream = await secureUpstream();
    const one = networkTransport(choose());
    one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(1);
    expect(upstream.requests()).toBe(0);
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/v1/chat`)));
    expect([upstream.connections(), upstream.requests()]).toEqual([1, 1]);
  });

  it('are joined while they are still on their way, and a failure of theirs is the request’s', async () => {
    const [upstream, stranger] = [await secureUpstream(), 'https://somebody-else.test'];
    const one = networkTransport(choose());
    one.warm([...place(upstream.port), { provider: 'two', url: `${stranger}:${upstream.port}/` }]);
    const asked = request(`https://upstream.test:${upstream.port}/v1/chat`);
    const failing = failureOf(one.send(request(`${stranger}:${upstream.port}/`)));
    expect((await readAll(await one.send(asked))).toString()).toBe('ok');
    expect((await failing).kind).toBe('tls');
    expect(upstream.requests()).toBe(1);
    expect(upstream.connections()).toBeLessThanOrEqual(2);
  });

  it('go through the provider’s proxy', async () => {
    const [upstream, way] = [await secureUpstream(), await proxy()];
    const one = networkTransport(choose({ providers: { one: `http://127.0.0.1:${way.port}` } }));
    one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(1);
    const asked = request(`https://upstream.test:${upstream.port}/v1/chat`, { provider: 'one' });
    await readAll(await one.send(asked));
    expect([way.accepted(), upstream.connections()]).toEqual([1, 1]);
  });

  it('are opened once, however often it is asked for, and not beside one that is there', async () => {
    const upstream = await secureUpstream();
    const one = networkTransport(choose());
    for (let index = 0; index < 20; index++) one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(1);
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/v1/chat`)));
    for (let index = 0; index < 20; index++) one.warm(place(upstream.port));
    await sleep(50);
    expect(upstream.connections()).toBe(1);
  });

  it('are opened anew after sleep, when the old ones are closed', async () => {
    const upstream = await secureUpstream();
    const one = networkTransport(choose());
    one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(1);
    one.refresh();
    one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(2);
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/v1/chat`)));
    expect(upstream.connections()).toBe(2);
  });

  it('that the server has closed, or said something on, are not used', async () => {
    const says = 'HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n';
    for (const greeting of [says, null]) {
      const upstream = await greetingServer(greeting);
      const one = networkTransport(choose());
      one.warm([{ provider: 'one', url: `http://upstream.test:${upstream.port}/` }]);
      await expect.poll(upstream.connections).toBe(1);
      await sleep(50);
      const response = await one.send(request(`http://upstream.test:${upstream.port}/`));
      expect((await readAll(response)).toString()).toBe('ok');
      expect(upstream.connections()).toBe(2);
    }
  });

  it('that fail are nobody’s business, and this computer needs none', async () => {
    const upstream = await server(() => {});
    const gone = await server(() => {});
    await gone.close();
    const one = networkTransport(choose());
    one.warm([
      { provider: 'gone', url: `http://upstream.test:${gone.port}/` },
      { provider: 'here', url: upstream.origin },
      { provider: 'odd', url: 'not an address' },
      { provider: 'demo', url: 'spidergate:demo' },
    ]);
    await sleep(50);
    expect(upstream.accepted()).toBe(0);
  });

  it('do not outlive the transport', async () => {
    const upstream = await secureUpstream();
    const one = networkTransport(choose());
    one.warm(place(upstream.port));
    await expect.poll(upstream.connections).toBe(1);
    await one.close();
    one.warm(place(upstream.port));
    await sleep(30);
    expect(upstream.connections()).toBe(1);
  });
});

describe('after sleep', () => {
  it('idle connections are left behind and a stream that runs goes on', async () => {
    let finish = () => {};
    const upstream = await server((socket, head) => {
      if (!head.includes('/slow')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      else {
        socket.write(CHUNKED_HEAD + chunked('begun '));
        finish = () => socket.write(`${chunked('ended')}0\r\n\r\n`);
      }
    });
    const one = networkTransport(choose());
    const running = await one.send(request(`${upstream.origin}/slow`));
    await readAll(await one.send(request(upstream.origin)));
    await sleep(10);
    const before = upstream.accepted();
    one.refresh();
    await readAll(await one.send(request(upstream.origin)));
    expect(upstream.accepted()).toBe(before + 1);
    finish();
    expect((await readAll(running)).toString()).toBe('begun ended');
  });

  it('a wake in a storm of requests loses none', async () => {
    const upstream = await server((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
    const one = networkTransport(choose(), { connections: 4 });
    const storm = Array.from({ length: 40 }, async (_, index) => {
      if (index % 10 === 9) one.refresh();
      return (await readAll(await one.send(request(upstream.origin)))).toString();
    });
    expect(new Set(await Promise.all(storm))).toEqual(new Set(['ok']));
  });
});
