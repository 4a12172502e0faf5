import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentToken } from '../../src/shared/domain/agent-token';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { RequestSummary } from '../../src/shared/domain/request';
import type { Status } from '../../src/shared/domain/status';
import { always, failWith } from '../faults/behaviours';
import { answerText } from '../faults/chat-answer';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';

const messages = [{ role: 'user', content: 'hello' }];

let dataDir: string;
let fake: FakeProvider;
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'sg-'));
  fake = await startFakeProvider();
});
afterEach(async () => {
  await fake.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function withCore<T>(passphrase: string | null, use: (core: Core) => Promise<T>): Promise<T> {
  const core = await startCore({ dataDir, passphrase });
  try {
    return await use(core);
  } finally {
    await core.close();
  }
}

async function setUp({ control }: Core): Promise<string> {
  await control.call('POST', '/providers', {
    id: 'kept',
    name: 'Kept',
    base_url: fake.url,
    models: ['fake-model'],
  });
  await control.call('POST', '/keys', {
    provider_name: 'kept',
    api_key: 'kept-key-0001',
    share_with_pool: true,
  });
  await control.call('PUT', '/aliases/my%2Fkept', { slots: [{ provider: 'kept', model: 'fake-model' }] });
  return (await control.call<{ token: string }>('POST', '/agent-tokens', { name: 'kept tool' })).token;
}

function chat(core: Core, token: string): Promise<Response> {
  return fetch(`${core.gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'my/kept', messages }),
  });
}

const list = async <T>({ control }: Core, what: string) =>
  (await control.call<{ data: readonly T[] }>('GET', what)).data;

describe('what a restart leaves as it was', () => {
  it('keys, tokens, aliases, providers and the log', async () => {
    const token = await withCore('correct horse battery', async (core) => {
      const made = await setUp(core);
      expect((await chat(core, made)).status).toBe(200);
      return made;
    });
    await withCore('correct horse battery', async (core) => {
      const response = await chat(core, token);
      expect(await response.json()).toMatchObject({ choices: [{ message: { content: answerText() } }] });
      expect(fake.chats().at(-1)?.key).toBe('kept-key-0001');
      const rows = await list<RequestSummary>(core, '/requests');
      expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
      expect(await list<AgentToken>(core, '/agent-tokens')).toMatchObject([{ name: 'kept tool' }]);
    });
  });

  it('the switches and the pause', async () => {
    await withCore('correct horse battery', async (core) => {
      await setUp(core);
      await core.control.call('PATCH', '/providers/kept', { enabled: false });
      await core.control.call('POST', '/pause');
    });
    await withCore('correct horse battery', async (core) => {
      expect((await core.control.call<Status>('GET', '/status')).gateway.state).toBe('paused');
      const providers = await list<{ id: string; enabled: boolean }>(core, '/providers');
      expect(providers.find(({ id }) => id === 'kept')?.enabled).toBe(false);
    });
  });

  it('the health of a key', async () => {
    const token = await withCore('correct horse battery', async (core) => {
      const made = await setUp(core);
      fake.script('*', [always(failWith(401))]);
      expect((await chat(core, made)).status).toBe(502);
      return made;
    });
    const calls = fake.chats().length;
    await withCore('correct horse battery', async (core) => {
      expect(await list<ProviderKey>(core, '/keys')).toMatchObject([{ health: { status: 'unhealthy' } }]);
      expect((await chat(core, token)).status).toBeGreaterThanOrEqual(429);
      expect(fake.chats().length).toBe(calls);
    });
  });
});

describe('the daily limit of a key', () => {
  it('counts every call after a restart, also those that failed, and none twice', async () => {
    const { token, key } = await withCore('correct horse battery', async (core) => {
      const made = await setUp(core);
      const [only] = await list<ProviderKey>(core, '/keys');
      if (!only) throw new Error('there is no key');
      await core.control.call('PATCH', `/keys/${only.id}`, { daily_limit: 4 });
      expect((await chat(core, made)).status).toBe(200);
      // The caller's own mistake: the key is sound, and yet was used.
      fake.script('*', [always(failWith(400))]);
      expect([(await chat(core, made)).status, (await chat(core, made)).status]).toEqual([400, 400]);
      return { token: made, key: only.id };
    });
    fake.script('*', []);
    await withCore('correct horse battery', async (core) => {
      expect((await chat(core, token)).status).toBe(200);
      const refused = await chat(core, token);
      expect(refused.status).toBe(429);
      expect(await refused.text()).toContain('key_limit_reached');
      await core.control.call('PATCH', `/keys/${key}`, { daily_limit: 5 });
      expect((await chat(core, token)).status).toBe(200);
      expect((await chat(core, token)).status).toBe(429);
    });
    expect(fake.chats()).toHaveLength(5);
  });
});

describe('a vault that stays locked', () => {
  it('lists its keys, answers 503 vault_locked, and opens with the right passphrase only', async () => {
    const token = await withCore('correct horse battery', setUp);
    await withCore(null, async (core) => {
      const status = await core.control.call<Status>('GET', '/status');
      expect(status.vault).toMatchObject({ state: 'locked', protection: 'passphrase' });
      expect(await list<ProviderKey>(core, '/keys')).toHaveLength(1);
      const locked = await chat(core, token);
      expect(locked.status).toBe(503);
      expect(await locked.json()).toMatchObject({ error: { code: 'vault_locked' } });
      const wrong = await core.control.send('POST', '/vault/unlock', { passphrase: 'wrong horse battery' });
      expect(wrong.status).toBe(400);
      expect(JSON.parse(wrong.text)).toMatchObject({ error: { param: 'passphrase' } });
      await core.control.call('POST', '/vault/unlock', { passphrase: 'correct horse battery' });
      expect((await chat(core, token)).status).toBe(200);
    });
  });
});
