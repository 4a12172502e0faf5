import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOAuth } from '../../../src/main/oauth';
import type { Flow, Grant, ResultPage } from '../../../src/main/oauth/types';
import { createSystemClock } from '../../../src/main/system-clock';
import { createTransport } from '../../../src/main/transport';
import { type FakeOAuthServer, type Mischief, startFakeOAuthServer } from '../../support/fake-oauth-server';

const PAGE: ResultPage = { tone: 'ok', title: 'OpenRouter is connected', text: 'Done.' };

let fake: FakeOAuthServer;
let grants: Grant[];
let timers: { ms: number; task: () => void }[];
let flow: Flow;
let closeAll: () => void;

async function start(onKey = async () => ({ stored: true, page: PAGE })): Promise<Flow> {
  const transport = createTransport();
  const real = createSystemClock();
  // The flow's own ten minutes pass when the test says so.
  const after = (ms: number, task: () => void) => {
    if (ms < 60_000) return real.after(ms, task);
    const timer = { ms, task };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const oauth = createOAuth({ transport, clock: { ...real, after }, servers: fake.servers });
  const made = await oauth.startOpenRouterFlow({
    callbackHost: '127.0.0.1',
    onKey: async (grant) => {
      grants.push(grant);
      return onKey();
    },
  });
  closeAll = () => {
    made.cancel();
    void transport.close();
  };
  return made;
}

beforeEach(async () => {
  fake = await startFakeOAuthServer();
  grants = [];
  timers = [];
  flow = await start();
});

afterEach(async () => {
  closeAll();
  await fake.close();
});

const callbackOf = ({ url }: Flow) => new URL(new URL(url).searchParams.get('callback_url') ?? '');

async function visit(url: string | URL) {
  const response = await fetch(url, { headers: { connection: 'close' } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const isClosed = (url: URL) =>
  fetch(url).then(
    () => false,
    () => true,
  );

/** `fetch` cannot name another host. */
function visitAs(host: string, url: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port, pathname } = url;
    const call = httpRequest({ host: '127.0.0.1', port, path: `${pathname}?code=x`, headers: { host } });
    call
      .on('response', (answer) => resolve(answer.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}

describe('signing in at OpenRouter', () => {
  it('asks with a hashed verifier and comes back to an unguessable path on this computer', () => {
    const { searchParams } = new URL(flow.url);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const { hostname, pathname, search } = callbackOf(flow);
    expect(hostname).toBe('127.0.0.1');
    expect(pathname).toMatch(/^\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(search).toBe('');
  });

  it('exchanges the code for the key, says so without showing it, and closes the listener', async () => {
    const page = await visit(fake.agree(flow.url));
    expect(page.status).toBe(200);
    expect(page.text).toContain('OpenRouter is connected');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await flow.done).toEqual({ kind: 'connected' });
    expect(grants).toHaveLength(1);
    expect(page.text).not.toContain(grants[0]?.secret);
    expect(await isClosed(callbackOf(flow))).toBe(true);
  });

  it('redeems a code once, also when the browser asks twice, and turns another code away', async () => {
    const url = fake.agree(flow.url);
    const [first, second, other] = await Promise.all([
      visit(url),
      visit(url),
      visit(`${callbackOf(flow)}?code=2`),
    ]);
    expect(fake.asked).toHaveLength(1);
    expect(grants).toHaveLength(1);
    expect([first, second].every(({ text }) => text.includes('is connected'))).toBe(true);
    expect(other.text).toContain('used already');
  });

  it('tells a wrong code from a key that came, and stores nothing', async () => {
    const page = await visit(`${callbackOf(flow)}?code=forged`);
    expect(page.text).toContain('did not accept the code');
    expect(page.text).not.toContain('forged');
    expect(await flow.done).toEqual({ kind: 'failed', reason: 'refused' });
    expect(grants).toHaveLength(0);
  });

  it('does not take the code of another flow: its verifier is missing', async () => {
    const other = await start();
    const url = fake.agree(other.url);
    const page = await visit(`${callbackOf(flow)}${new URL(url).search}`);
    expect(page.text).toContain('did not accept the code');
    expect(grants).toHaveLength(0);
  });

  it('understands a no', async () => {
    const page = await visit(`${callbackOf(flow)}?error=access_denied&error_description=%3Cscript%3E`);
    expect(page.text).toContain('You did not allow it');
    expect(page.text).not.toContain('script');
    expect(await flow.done).toEqual({ kind: 'failed', reason: 'denied' });
  });

  it('goes on after guesses at other paths, other methods, other names and a lost code', async () => {
    const callback = callbackOf(flow);
    await fc.assert(
      fc.asyncProperty(fc.webPath(), async (path) => {
        if (path === callback.pathname) return;
        expect((await visit(new URL(`${callback.origin}${path}?code=x`))).status).toBe(404);
      }),
      { numRuns: 20 },
    );
    expect((await visit(callback)).text).toContain('not complete');
    expect((await fetch(`${callback}?code=x`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${callback}?code=x`, { method: 'HEAD' })).status).toBe(405);
    expect(await visitAs('evil.example', callback)).toBe(404);
    expect(fake.asked).toHaveLength(0);
    expect((await visit(fake.agree(flow.url))).text).toContain('is connected');
  });

  const ODD: readonly (readonly [Mischief, string])[] = [
    ['close', 'unreachable'],
    ['huge', 'unreachable'],
    ['unavailable', 'unreachable'],
    ['html', 'unexpected'],
    ['redirect', 'unexpected'],
    ['no_key', 'unexpected'],
  ];
  it.each(ODD)('ends in words when the server misbehaves: %s', async (mischief, reason) => {
    fake.misbehave('exchange', mischief);
    const page = await visit(fake.agree(flow.url));
    expect(page.text).toMatch(/could not be reached|something unexpected/);
    expect(await flow.done).toEqual({ kind: 'failed', reason });
    expect(grants).toHaveLength(0);
    // Neither followed nor tried again.
    expect(fake.asked).toHaveLength(1);
  });

  it('says that it was cancelled to a browser that waits for a slow server, and drops what comes later', async () => {
    fake.misbehave('exchange', 'hang');
    const page = visit(fake.agree(flow.url));
    await expect.poll(() => fake.asked.length).toBe(1);
    flow.cancel();
    expect((await page).text).toContain('was cancelled');
    expect(await flow.done).toEqual({ kind: 'failed', reason: 'cancelled' });
    expect(grants).toHaveLength(0);
  });

  it('ends after ten minutes and closes its port', async () => {
    const [timer] = timers;
    expect(timer?.ms).toBe(600_000);
    timer?.task();
    expect(await flow.done).toEqual({ kind: 'failed', reason: 'timed_out' });
    expect(await isClosed(callbackOf(flow))).toBe(true);
  });

  it('says that a key could not be kept', async () => {
    const failing = await start(() => Promise.reject(new Error('disk full')));
    const page = await visit(fake.agree(failing.url));
    expect(page.text).toContain('could not be stored');
    expect(await failing.done).toEqual({ kind: 'failed', reason: 'not_stored' });
  });
});
