import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TEST_AUTHORITY } from '../../support/proxy-certificates';
import { choose, networkTransport, proxy, secureUpstream } from './network-fixtures';
import { CHUNKED_HEAD, chunked, failureOf, readAll, request, server } from './transport-fixtures';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('a proxy', () => {
  it('is asked for a tunnel to https, and sees nothing of what goes through it', async () => {
    const [upstream, way] = [await secureUpstream(), await proxy({ splitsAnswer: true })];
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    for (let index = 0; index < 5; index++) {
      const response = await one.send(request(`https://upstream.test:${upstream.port}/v1/chat`));
      expect((await readAll(response)).toString()).toBe('ok');
    }
    expect(new Set(way.lines)).toEqual(new Set([`CONNECT upstream.test:${upstream.port} HTTP/1.1`]));
    expect(way.accepted()).toBeLessThanOrEqual(2);
    expect(way.heads.join()).not.toMatch(/authorization|sk-/i);
  });

  it('is handed plain http as it is, several times on one connection', async () => {
    const [upstream, way] = [await server((socket) => socket.write(OK)), await proxy()];
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    for (let index = 0; index < 4; index++) {
      const response = await one.send(request(`http://upstream.test:${upstream.port}/v1/chat?a=1`));
      expect((await readAll(response)).toString()).toBe('ok');
    }
    expect(way.lines[0]).toBe(`POST http://upstream.test:${upstream.port}/v1/chat?a=1 HTTP/1.1`);
    expect(way.heads[0]).toContain(`host: upstream.test:${upstream.port}\r\n`);
    expect(way.accepted()).toBeLessThanOrEqual(2);
  });

  it('may speak TLS itself, with a certificate of its own name', async () => {
    const [upstream, way] = [await secureUpstream(), await proxy({ secure: true })];
    const one = networkTransport(choose({ url: `https://proxy.test:${way.port}` }));
    const response = await one.send(request(`https://upstream.test:${upstream.port}/`));
    expect((await readAll(response)).toString()).toBe('ok');
    const wrong = networkTransport(choose({ url: `https://not-its-name.test:${way.port}` }));
    const failure = await failureOf(wrong.send(request(`https://upstream.test:${upstream.port}/`)));
    expect(failure).toMatchObject({ kind: 'tls', proxy: `not-its-name.test:${way.port}` });
  });

  it('is given its user name and password, in tunnels and with plain http', async () => {
    const secure = await secureUpstream();
    const plain = await server((socket) => socket.write(OK));
    const way = await proxy({ credentials: 'anna:p@ss:word' });
    const one = networkTransport(choose({ url: `http://anna:p%40ss%3Aword@127.0.0.1:${way.port}` }));
    for (const url of [`https://upstream.test:${secure.port}/`, `http://upstream.test:${plain.port}/`]) {
      expect((await readAll(await one.send(request(url)))).toString()).toBe('ok');
    }
  });

  it('is never between us and this computer, whatever is set', async () => {
    const upstream = await server((socket) => socket.write(OK));
    const way = await proxy();
    const url = `http://127.0.0.1:${way.port}`;
    const one = networkTransport(choose({ url, providers: { own: url } }), {
      environment: { HTTP_PROXY: url, http_proxy: url },
    });
    for (const host of ['127.0.0.1', 'localhost', 'api.localhost']) {
      const asked = request(`http://${host}:${upstream.port}/`, { provider: 'own' });
      expect((await readAll(await one.send(asked))).toString()).toBe('ok');
    }
    expect(way.accepted()).toBe(0);
  });

  it('carries a stream frame by frame, and an abort closes the upstream behind it', async () => {
    const way = await proxy();
    let closed = false;
    const upstream = await server((socket) => {
      socket.on('close', () => {
        closed = true;
      });
      socket.write(CHUNKED_HEAD + chunked('data: one\n\n'));
    });
    const aborter = new AbortController();
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    const asked = request(`http://upstream.test:${upstream.port}/`, { signal: aborter.signal });
    const body = (await one.send(asked)).body[Symbol.asyncIterator]();
    expect(Buffer.from((await body.next()).value ?? []).toString()).toBe('data: one\n\n');
    aborter.abort();
    expect((await failureOf(body.next())).kind).toBe('aborted');
    await expect.poll(() => closed).toBe(true);
    expect(way.lines).toHaveLength(1);
  });
});

describe('which proxy', () => {
  it('the provider’s own comes before the general one, and “direct” means none', async () => {
    const upstream = await secureUpstream();
    const [general, own] = [await proxy(), await proxy()];
    const one = networkTransport(
      choose({
        url: `http://127.0.0.1:${general.port}`,
        providers: { special: `http://127.0.0.1:${own.port}`, near: 'direct' },
      }),
    );
    const url = `https://upstream.test:${upstream.port}/`;
    await readAll(await one.send(request(url, { provider: 'special' })));
    expect([general.accepted(), own.accepted()]).toEqual([0, 1]);
    await readAll(await one.send(request(url, { provider: 'near' })));
    expect([general.accepted(), own.accepted()]).toEqual([0, 1]);
    await readAll(await one.send(request(url, { provider: 'any other' })));
    expect([general.accepted(), own.accepted()]).toEqual([1, 1]);
  });

  it('a change counts from the next request on; the one that runs ends as it began', async () => {
    let finish = () => {};
    const upstream = await server((socket, head) => {
      if (!head.includes('/slow')) socket.write(OK);
      else {
        socket.write(CHUNKED_HEAD + chunked('begun '));
        finish = () => socket.write(`${chunked('ended')}0\r\n\r\n`);
      }
    });
    const way = await proxy();
    const one = networkTransport(choose());
    const running = await one.send(request(`http://upstream.test:${upstream.port}/slow`));
    one.configure(choose({ url: `http://127.0.0.1:${way.port}` }));
    await readAll(await one.send(request(`http://upstream.test:${upstream.port}/next`)));
    expect(way.lines).toEqual([`POST http://upstream.test:${upstream.port}/next HTTP/1.1`]);
    finish();
    expect((await readAll(running)).toString()).toBe('begun ended');
  });

  it('follows the variables while nothing is set', async () => {
    const upstream = await secureUpstream();
    const way = await proxy();
    const environment = { HTTPS_PROXY: `127.0.0.1:${way.port}`, no_proxy: 'other.test' };
    const one = networkTransport(choose(), { environment });
    await readAll(await one.send(request(`https://upstream.test:${upstream.port}/`)));
    await readAll(await one.send(request(`https://other.test:${upstream.port}/`)));
    expect(way.lines).toEqual([`CONNECT upstream.test:${upstream.port} HTTP/1.1`]);
  });
});

describe('a proxy in trouble', () => {
  const SECRET = 'pr0xy-passw0rd';
  const target = 'https://upstream.test:1/';

  it.each([
    ['asks for a password', { credentials: 'a:b' }, '', 'refused', 'asks for a user name and password'],
    ['rejects the password', { credentials: 'a:b' }, `anna:${SECRET}@`, 'refused', 'does not accept'],
    ['forbids the host', { refuseWith: 403 }, `anna:${SECRET}@`, 'refused', 'upstream.test:1 (403)'],
    ['cannot reach the host', {}, `anna:${SECRET}@`, 'unreachable', 'could not reach upstream.test:1 (502)'],
    ['says nothing', { hangs: true }, `anna:${SECRET}@`, 'unreachable', 'cannot be reached'],
  ])('%s: a failure that names it and not its password', async (_name, options, user, kind, words) => {
    const way = await proxy(options);
    const one = networkTransport(choose({ url: `http://${user}127.0.0.1:${way.port}` }), {
      connectTimeoutMs: 300,
    });
    const failure = await failureOf(one.send(request(target)));
    expect(failure).toMatchObject({ kind, proxy: `127.0.0.1:${way.port}` });
    expect(failure.message).toContain(`the proxy 127.0.0.1:${way.port} `);
    expect(failure.message).toContain(words);
    expect(`${failure.message}${failure.stack}${JSON.stringify(failure)}`).not.toContain(SECRET);
  });

  it('that is gone is refused, and named', async () => {
    const way = await proxy();
    await way.close().catch(() => undefined);
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    for (const url of [target, 'http://upstream.test:1/']) {
      const failure = await failureOf(one.send(request(url)));
      expect(failure).toMatchObject({ kind: 'refused', proxy: `127.0.0.1:${way.port}` });
    }
  });

  it('that turns plain http down with 407 is not taken for the provider’s answer', async () => {
    const way = await proxy({ credentials: 'a:b' });
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    const failure = await failureOf(one.send(request('http://upstream.test:1/')));
    expect(failure).toMatchObject({ kind: 'refused', proxy: `127.0.0.1:${way.port}` });
  });

  it('that does not speak HTTP is protocol', async () => {
    const way = await server((socket) => socket.end('220 smtp ready\r\n'));
    const one = networkTransport(choose({ url: way.origin }));
    expect((await failureOf(one.send(request(target)))).kind).toBe('protocol');
  });

  it('a variable that is no proxy’s address stops requests instead of going round it', async () => {
    const environment = { HTTPS_PROXY: `socks5://anna:${SECRET}@127.0.0.1:1` };
    const one = networkTransport(choose(), { environment });
    const failure = await failureOf(one.send(request(target)));
    expect(failure.message).toBe('HTTPS_PROXY is not the address of an HTTP proxy');
  });

  it('a caller who leaves while the tunnel is opened is told at once', async () => {
    const way = await proxy({ hangs: true });
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }));
    const aborter = new AbortController();
    const sending = failureOf(one.send(request(target, { signal: aborter.signal })));
    await sleep(30);
    const started = performance.now();
    aborter.abort();
    expect((await sending).kind).toBe('aborted');
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('a certificate that is wrong inside the tunnel is the provider’s fault, not the proxy’s', async () => {
    const [upstream, way] = [await secureUpstream(), await proxy()];
    const one = networkTransport(choose({ url: `http://127.0.0.1:${way.port}` }, [TEST_AUTHORITY]));
    const failure = await failureOf(one.send(request(`https://somebody-else.test:${upstream.port}/`)));
    expect(failure).toMatchObject({ kind: 'tls', proxy: null });
  });
});
