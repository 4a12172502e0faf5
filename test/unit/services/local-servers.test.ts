import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createLocalServers, parseLocalServers } from '../../../src/main/services';
import { createSystemClock } from '../../../src/main/system-clock';
import { createTransport } from '../../../src/main/transport';
import { createTestClock } from '../../support/gateway-world';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(answers: Readonly<Record<string, unknown>>): Promise<{ base: string; server: Server }> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { error: 'not here' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`, server };
}

function look(text: string, clock = createSystemClock()) {
  const transport = createTransport();
  open.push(() => void transport.close());
  const servers = createLocalServers({ transport, clock, addresses: parseLocalServers(text) });
  open.push(servers.stop);
  return servers;
}

const list = (...ids: string[]) => ({ object: 'list', data: ids.map((id) => ({ id })) });

describe('parseLocalServers', () => {
  it('knows the usual places, none, and named ones', () => {
    expect([...parseLocalServers(undefined).keys()]).toEqual(['ollama', 'lmstudio', 'llamacpp']);
    expect(parseLocalServers('').size).toBe(0);
    expect([...parseLocalServers('lmstudio=http://127.0.0.1:5/v1/, ollama=http://127.0.0.1:6/v1')]).toEqual([
      ['lmstudio', 'http://127.0.0.1:5/v1'],
      ['ollama', 'http://127.0.0.1:6/v1'],
    ]);
  });

  it.each(['ollama', 'nobody=http://127.0.0.1:1/v1', 'ollama=5'])('refuses %j', (text) => {
    expect(() => parseLocalServers(text)).toThrow('SPIDERGATE_LOCAL_SERVERS');
  });
});

describe('probing', () => {
  it('finds a server and its models, and tells when it goes', async () => {
    const { base, server } = await serve({ '/v1/models': list('llama3', 'qwen') });
    const servers = look(`lmstudio=${base}`);
    const told: string[] = [];
    servers.onChange((id) => told.push(id));
    await servers.probeNow();
    await servers.probeNow();
    expect(servers.models('lmstudio')).toEqual(['llama3', 'qwen']);
    expect(servers.running()).toEqual(['lmstudio']);
    expect(told).toEqual(['lmstudio']);
    server.close();
    server.closeAllConnections();
    await servers.probeNow();
    await servers.probeNow();
    expect(servers.models('lmstudio')).toBeNull();
    expect(told).toEqual(['lmstudio', 'lmstudio']);
  });

  it('asks an old Ollama in its own way', async () => {
    const { base } = await serve({ '/api/tags': { models: [{ name: 'llama3:latest' }] } });
    const servers = look(`ollama=${base}`);
    await servers.probeNow();
    expect(servers.models('ollama')).toEqual(['llama3:latest']);
  });

  it.each([
    ['a web page', '<html></html>'],
    ['JSON of another kind', { data: 'yes' }],
    ['a list of other things', { data: [{ name: 'x' }] }],
  ])('does not take %s for a model server', async (_name, answer) => {
    const { base } = await serve({ '/v1/models': answer });
    const servers = look(`llamacpp=${base}`);
    await servers.probeNow();
    expect(servers.running()).toEqual([]);
  });

  it('gives up on a server that never answers, in under two seconds', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const address = silent.address();
    const servers = look(`lmstudio=http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`);
    const started = performance.now();
    await servers.probeNow();
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('forgives one missed probe, because a server that is answering may be slow to list', async () => {
    let isBusy = false;
    const slow = createServer((_request, response) => {
      if (!isBusy) response.end(JSON.stringify(list('a')));
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      slow.close();
      slow.closeAllConnections();
    });
    const address = slow.address();
    const servers = look(`lmstudio=http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`);
    await servers.probeNow();
    isBusy = true;
    await servers.probeNow();
    expect(servers.running()).toEqual(['lmstudio']);
    await servers.probeNow();
    expect(servers.running()).toEqual([]);
  });

  it('begins at once and goes on, until it is stopped', async () => {
    const clock = createTestClock();
    let probes = 0;
    const transport = {
      send: () => {
        probes += 1;
        return Promise.reject(new Error('nobody'));
      },
    };
    const servers = createLocalServers({
      transport,
      clock,
      addresses: parseLocalServers('lmstudio=http://127.0.0.1:1/v1'),
    });
    servers.start();
    expect(probes).toBe(1);
    for (const expected of [2, 3]) {
      await new Promise(setImmediate);
      clock.advance(10_000);
      expect(probes).toBe(expected);
    }
    servers.stop();
    await new Promise(setImmediate);
    clock.advance(60_000);
    expect(probes).toBe(3);
  });
});
