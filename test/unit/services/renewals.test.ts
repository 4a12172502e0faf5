import { describe, expect, it } from 'vitest';
import type { Clock, UpstreamRequest } from '../../../src/main/gateway/ports';
import type { KeyRenewal, OAuth, RenewalAnswer } from '../../../src/main/oauth/types';
import { withRenewal } from '../../../src/main/services';
import { createSystemClock } from '../../../src/main/system-clock';
import { createScriptedTransport, createServiceWorld } from '../../support/service-world';

const HOUR = 3_600_000;
const FIRST = `hf_oauth_${'a'.repeat(24)}`;
const NEXT = `hf_oauth_${'b'.repeat(24)}`;

/** A key that lives eight hours, a clock that is moved by hand, and a provider that renews when it is told to. */
async function open(options: { readonly expiresIn?: number; readonly keychain?: boolean } = {}) {
  const real = createSystemClock();
  let shift = 0;
  let timers: { at: number; task: () => void }[] = [];
  const clock: Clock = {
    ...real,
    now: () => Date.now() + shift,
    monotonic: () => real.monotonic() + shift,
    after(ms, task) {
      const timer = { at: shift + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const asked: KeyRenewal[] = [];
  let answer = (): Promise<RenewalAnswer> => {
    const renewal = { refreshToken: 'refresh-2', clientId: 'c', expiresAt: clock.now() + 8 * HOUR };
    return Promise.resolve({ ok: true, grant: { secret: NEXT, renewal } });
  };
  const oauth: OAuth = {
    startOpenRouterFlow: () => Promise.reject(new Error('not here')),
    startHuggingFaceFlow: () => Promise.reject(new Error('not here')),
    renewHuggingFace: (renewal) => {
      asked.push(renewal);
      return answer();
    },
  };
  const accepting = createScriptedTransport(() => ({ status: 200, body: { data: [] } }));
  const world = await createServiceWorld({ clock, oauth, transport: accepting });
  world.start();
  const { id, masked } = world.services.keys.create({
    provider_name: 'huggingface',
    api_key: FIRST,
    renewal: {
      refreshToken: 'refresh-1',
      clientId: 'c',
      expiresAt: clock.now() + (options.expiresIn ?? 8 * HOUR),
    },
  });
  return {
    world,
    asked,
    id,
    masked,
    secret: () => world.keyRing.secretOf(id),
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    async pass(ms: number) {
      shift += ms;
      const due = timers.filter(({ at }) => at <= shift);
      timers = timers.filter(({ at }) => at > shift);
      for (const { task } of due) task();
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

describe('a key that ends by itself', () => {
  it('is used as its secret alone, and is renewed ten minutes before its end, with the newest refresh token', async () => {
    const { asked, secret, pass, masked, world } = await open();
    expect(secret()).toEqual({ ok: true, secret: FIRST });
    expect(masked).toMatch(/^hf_.*…aaaa$/);
    await pass(7.8 * HOUR);
    expect(asked).toHaveLength(0);
    await pass(0.05 * HOUR);
    expect(secret()).toEqual({ ok: true, secret: NEXT });
    await pass(8 * HOUR);
    expect(asked.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1', 'refresh-2']);
    expect(JSON.stringify([world.services.keys.list(), world.events])).not.toMatch(/refresh-|hf_oauth_/);
  });

  it('is renewed after a restart, when its end came in between', async () => {
    const { world, id } = await open({ expiresIn: -HOUR });
    await expect.poll(() => world.keyRing.secretOf(id)).toEqual({ ok: true, secret: NEXT });
    const again = await world.restart();
    again.start();
    expect(again.keyRing.secretOf(id)).toEqual({ ok: true, secret: NEXT });
  });

  it('is asked for again while the provider does not answer, and never again after a clear no', async () => {
    const { asked, pass, answerWith, secret } = await open();
    answerWith(() => Promise.resolve({ ok: false, reason: 'unreachable' }));
    await pass(7.9 * HOUR);
    await pass(60_000);
    expect(asked).toHaveLength(2);
    answerWith(() => Promise.resolve({ ok: false, reason: 'refused' }));
    await pass(60_000);
    await pass(HOUR);
    await pass(HOUR);
    expect(asked).toHaveLength(3);
    expect(secret()).toEqual({ ok: true, secret: FIRST });
  });

  it('keeps what came while the vault was locked for the unlock: the one before is used up', async () => {
    const { world, pass, answerWith, secret } = await open();
    let settle = (_answer: RenewalAnswer) => {};
    answerWith(
      () =>
        new Promise((resolve) => {
          settle = resolve;
        }),
    );
    await pass(7.9 * HOUR);
    world.vault.lock();
    settle({
      ok: true,
      grant: {
        secret: NEXT,
        renewal: { refreshToken: 'r', clientId: 'c', expiresAt: Date.now() + 99 * HOUR },
      },
    });
    await pass(0);
    await world.services.vault.unlock({ passphrase: '' });
    expect(secret()).toEqual({ ok: true, secret: NEXT });
  });

  it('stays as its owner has changed it meanwhile, and gone when it was deleted', async () => {
    const { world, id, pass, answerWith } = await open();
    answerWith(async () => {
      world.services.keys.update(id, { key_label: 'renamed' });
      const renewal = { refreshToken: 'r', clientId: 'c', expiresAt: Date.now() + 99 * HOUR };
      return { ok: true, grant: { secret: NEXT, renewal } };
    });
    await pass(7.9 * HOUR);
    expect(world.services.keys.list()).toMatchObject([{ key_label: 'renamed' }]);
    answerWith(async () => {
      world.services.keys.delete(id);
      const renewal = { refreshToken: 'r', clientId: 'c', expiresAt: 0 };
      return { ok: true, grant: { secret: FIRST, renewal } };
    });
    await pass(99 * HOUR);
    expect(world.services.keys.list()).toEqual([]);
  });
});

describe('withRenewal', () => {
  const toRequest = (secret: string, provider = 'huggingface'): UpstreamRequest => ({
    method: 'POST',
    url: 'https://router.huggingface.co/v1/chat/completions',
    provider,
    headers: { authorization: `Bearer ${secret}` },
    body: '{}',
    signal: new AbortController().signal,
    headersTimeoutMs: 1000,
    idleTimeoutMs: 1000,
  });
  const judge = ({ headers }: UpstreamRequest) => ({
    status: headers.authorization === `Bearer ${NEXT}` ? 200 : 401,
    body: {},
  });

  it('replaces a refused key in the middle of many requests, with one question to the provider', async () => {
    const { world, asked } = await open();
    const inner = createScriptedTransport(judge);
    const transport = withRenewal(inner, () => world.renewals);
    const answers = await Promise.all(Array.from({ length: 12 }, () => transport.send(toRequest(FIRST))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(asked).toHaveLength(1);
    // One that was on its way all the time.
    expect((await transport.send(toRequest(FIRST))).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it('hands the refusal on when there is nothing new, and does not ask again and again', async () => {
    const { world, asked } = await open();
    const refusing = createScriptedTransport(() => ({ status: 401, body: { error: 'no' } }));
    const transport = withRenewal(refusing, () => world.renewals);
    expect((await transport.send(toRequest(FIRST))).status).toBe(401);
    expect(asked).toHaveLength(1);
    for (let round = 0; round < 5; round += 1) {
      expect((await transport.send(toRequest(NEXT))).status).toBe(401);
    }
    expect(asked).toHaveLength(1);
    expect((await transport.send(toRequest('hf_somebody_elses_key_00'))).status).toBe(401);
    expect((await transport.send(toRequest(FIRST, 'groq'))).status).toBe(401);
    expect(asked).toHaveLength(1);
  });
});
