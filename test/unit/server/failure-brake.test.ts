import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SpiderGateError } from '../../../src/main/gateway/errors';
import { createFakeGateway, json } from '../../support/fake-gateway';
import { chat, errorOf, start } from './gateway-server-fixtures';

const WRONG = { authorization: 'Bearer spideriq_pat_wrong0000000000000000000000000000' };
const RIGHT = { authorization: 'Bearer right' };

/** Knows one token, as the real gateway would. */
function createStrictGateway() {
  return createFakeGateway(({ credential }) => {
    if (credential === 'right') return json({ ok: true });
    const error = new SpiderGateError('invalid_api_key', 'No such token.');
    return json(error.toBody(), error.status, error.headers);
  });
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

describe('wrong tokens', () => {
  it('cost nothing twenty times, then more and more; a right one never waits', async () => {
    const { port, events } = await start(createStrictGateway());
    const early = await timed(async () => {
      for (let i = 0; i < 20; i++) expect((await chat(port, {}, WRONG)).status).toBe(401);
    });
    expect(early.ms).toBeLessThan(1000);
    expect(events.filter(({ type }) => type === 'auth_failures')).toEqual([]);
    const waits = [];
    for (let i = 0; i < 3; i++) {
      const { ms, value } = await timed(() => chat(port, {}, WRONG));
      expect([value.status, value.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      waits.push(ms);
    }
    const [first = 0, , third = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(95);
    expect(third).toBeGreaterThanOrEqual(first + 100);
    const right = await timed(() => chat(port, {}, RIGHT));
    expect(right.value.status).toBe(200);
    expect(right.ms).toBeLessThan(90);
  });

  it('are told about once, without the token', async () => {
    const { port, events } = await start(createStrictGateway());
    await Promise.all(Array.from({ length: 40 }, () => chat(port, {}, WRONG)));
    const told = events.filter(({ type }) => type === 'auth_failures');
    expect(told).toEqual([{ type: 'auth_failures', address: 'this computer', count: expect.any(Number) }]);
    expect(JSON.stringify(events)).not.toContain('spideriq_pat_');
  });

  it('hold no more than a few answers back: the rest is refused at once', async () => {
    const { port } = await start(createStrictGateway());
    const { ms, value } = await timed(() =>
      Promise.all(Array.from({ length: 200 }, () => chat(port, {}, WRONG))),
    );
    const refused = value.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    expect(errorOf(refused[0] ?? { status: 0, headers: {}, text: '{}' }).code).toBe('rate_limit_exceeded');
    expect(refused[0]?.headers['retry-after']).toBe('2');
    expect(value.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(84);
    expect(ms).toBeLessThan(4000);
    expect((await chat(port, {}, RIGHT)).status).toBe(200);
  });

  it('give their place back when the caller leaves', async () => {
    const { port, url } = await start(createStrictGateway());
    await Promise.all(Array.from({ length: 60 }, () => chat(port, {}, WRONG)));
    const leaver = new AbortController();
    const gone = Array.from({ length: 64 }, () =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...WRONG, 'content-type': 'application/json' },
        body: '{}',
        signal: leaver.signal,
      }).catch(() => null),
    );
    await sleep(300);
    leaver.abort();
    await Promise.all(gone);
    await sleep(100);
    expect((await chat(port, {}, WRONG)).status).toBe(401);
  });

  it('are no quicker to try with the list of models, which needs none', async () => {
    const { url, events } = await start(createStrictGateway());
    const list = (headers: Record<string, string>) => fetch(`${url}/v1/models`, { headers });
    for (let i = 0; i < 21; i++) expect((await list(WRONG)).status).toBe(200);
    const wrong = await timed(() => list(WRONG));
    expect([wrong.value.status, wrong.ms > 150]).toEqual([200, true]);
    expect(events.filter(({ type }) => type === 'auth_failures')).toHaveLength(1);
    // What many tools send where no key is needed.
    const harmless = await timed(() => list({ authorization: 'Bearer none' }));
    expect(harmless.ms).toBeLessThan(90);
  });

  it('a request without any token is no guess', async () => {
    const { port, events } = await start(createStrictGateway());
    for (let i = 0; i < 30; i++) expect((await chat(port)).status).toBe(401);
    expect((await timed(() => chat(port))).ms).toBeLessThan(90);
    expect(events).toEqual([]);
  });
});
