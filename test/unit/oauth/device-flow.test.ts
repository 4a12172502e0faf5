import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOAuth } from '../../../src/main/oauth';
import type { Flow, Grant } from '../../../src/main/oauth/types';
import { createSystemClock } from '../../../src/main/system-clock';
import { createTransport } from '../../../src/main/transport';
import { type FakeOAuthServer, startFakeOAuthServer } from '../../support/fake-oauth-server';

let fake: FakeOAuthServer;
let grants: Grant[];
/** How long was waited between two polls, in seconds. */
let waits: number[];
let expire: () => void;
const transport = createTransport();
const real = createSystemClock();

function createAtOnce() {
  return createOAuth({
    transport,
    servers: fake.servers,
    clock: {
      ...real,
      sleep: async (ms, signal) => {
        waits.push(ms / 1000);
        await real.sleep(1, signal);
      },
      after(ms, task) {
        if (ms < 60_000) return real.after(ms, task);
        expire = task;
        return () => {};
      },
    },
  });
}

async function start(): Promise<Flow> {
  const onKey = async (grant: Grant) => void grants.push(grant);
  const started = await createAtOnce().startHuggingFaceFlow({ clientId: 'client-1', onKey });
  if (!started.ok) throw new Error(started.reason);
  return started.flow;
}

beforeEach(async () => {
  fake = await startFakeOAuthServer();
  grants = [];
  waits = [];
});

afterEach(() => fake.close());

describe('signing in at Hugging Face', () => {
  it('shows page and code, waits for the person, and brings a key with what renews it', async () => {
    fake.answerPolls('authorization_pending', 'authorization_pending');
    const flow = await start();
    expect(flow).toMatchObject({ userCode: 'WXYZ-1234', url: `${fake.servers.huggingFace.issuer}/device` });
    expect(await flow.done).toEqual({ kind: 'connected' });
    expect(waits).toEqual([1, 1, 1]);
    const [asked] = fake.asked;
    expect(new URLSearchParams(asked?.body).get('client_id')).toBe('client-1');
    expect(grants).toMatchObject([
      { secret: fake.tokens[0], renewal: { refreshToken: 'hf_refresh_1', clientId: 'client-1' } },
    ]);
    expect((grants[0]?.renewal?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(28_700_000);
  });

  it('asks more slowly when it is told to, and when the server has trouble', async () => {
    fake.answerPolls('slow_down', 'slow_down');
    fake.misbehave('token', 'close', 'unavailable');
    expect(await (await start()).done).toEqual({ kind: 'connected' });
    expect(waits).toEqual([1, 6, 11, 16, 21]);
  });

  it.each([
    ['access_denied', 'denied'],
    ['expired_token', 'timed_out'],
    ['invalid_client', 'refused'],
  ])('ends on %s', async (error, reason) => {
    fake.answerPolls('authorization_pending', error);
    expect(await (await start()).done).toEqual({ kind: 'failed', reason });
    expect(grants).toHaveLength(0);
  });

  it('gives up a server that answers pages instead of tokens', async () => {
    fake.misbehave('token', 'html', 'redirect', 'html', 'html', 'html');
    expect(await (await start()).done).toEqual({ kind: 'failed', reason: 'unexpected' });
  });

  it('can be cancelled, and ends when its code does', async () => {
    fake.answerPolls(...Array.from({ length: 500 }, () => 'authorization_pending'));
    const cancelled = await start();
    cancelled.cancel();
    expect(await cancelled.done).toEqual({ kind: 'failed', reason: 'cancelled' });
    const late = await start();
    expire();
    expect(await late.done).toEqual({ kind: 'failed', reason: 'timed_out' });
    expect(grants).toHaveLength(0);
  });

  it('sends nobody to a page that is not the provider’s', async () => {
    const { servers } = fake;
    const elsewhere = {
      ...servers,
      huggingFace: { ...servers.huggingFace, issuer: 'https://huggingface.co' },
    };
    const oauth = createOAuth({ transport, clock: real, servers: elsewhere });
    const started = await oauth.startHuggingFaceFlow({ clientId: 'c', onKey: async () => {} });
    expect(started).toEqual({ ok: false, reason: 'unexpected' });
  });

  it.each([
    ['close', 'unreachable'],
    ['html', 'unexpected'],
  ] as const)('does not begin when the server answers with %s', async (mischief, reason) => {
    fake.misbehave('device', mischief);
    const started = await createAtOnce().startHuggingFaceFlow({ clientId: 'c', onKey: async () => {} });
    expect(started).toEqual({ ok: false, reason });
  });

  it('renews with the newest refresh token alone', async () => {
    await (await start()).done;
    const renewal = grants[0]?.renewal;
    if (!renewal) throw new Error('no renewal');
    const oauth = createAtOnce();
    const first = await oauth.renewHuggingFace(renewal);
    expect(first).toMatchObject({ ok: true, grant: { secret: fake.tokens[1] } });
    expect(await oauth.renewHuggingFace(renewal)).toEqual({ ok: false, reason: 'refused' });
    fake.misbehave('token', 'html', 'unavailable');
    expect(await oauth.renewHuggingFace(renewal)).toEqual({ ok: false, reason: 'unreachable' });
    expect(await oauth.renewHuggingFace(renewal)).toEqual({ ok: false, reason: 'unreachable' });
  });
});
