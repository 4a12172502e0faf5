import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectFlow } from '../../src/shared/domain/connect-flow';
import type { Invite } from '../../src/shared/domain/invite';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Page } from '../../src/shared/ipc/contract';
import { type Core, startCore } from '../support/core';
import { type FakeOAuthServer, startFakeOAuthServer } from '../support/fake-oauth-server';
import { runCli, spawnCli } from '../support/run-cli';

/** Nothing of this test may leave the computer, nor wait for it: a proxy that refuses at once. */
const OFFLINE = { proxy: { url: 'http://127.0.0.1:9', no_proxy: '127.0.0.1' } };
const SECRET = /sk-or-v1-0123/;

let fake: FakeOAuthServer;
let core: Core;

beforeEach(async () => {
  fake = await startFakeOAuthServer();
  core = await startCore({ oauthServers: fake.servers });
  await core.control.call('PATCH', '/settings', OFFLINE);
});

afterEach(async () => {
  await core.close();
  await fake.close();
});

const start = (body: object) => core.control.call<ConnectFlow>('POST', '/keys/connect', body);
const look = ({ flow_id }: ConnectFlow) => core.control.call<ConnectFlow>('GET', `/keys/connect/${flow_id}`);
const keys = async () => (await core.control.call<Page<ProviderKey>>('GET', '/keys')).data;
const visit = async (url: string) => (await fetch(url, { headers: { connection: 'close' } })).text();

function readData(): string {
  const files = readdirSync(core.dataDir).filter((name) => /\.(db|db-wal|log|jsonl?)/.test(name));
  return files.map((name) => readFileSync(path.join(core.dataDir, name), 'latin1')).join('');
}

describe('POST /keys/connect', () => {
  it('brings a key into the vault, under the name it was asked for, and shows it nowhere', async () => {
    const flow = await start({ provider_name: 'openrouter', key_label: 'mine', open_browser: true });
    expect(flow).toMatchObject({ state: 'waiting', user_code: null, key_id: null, error: null });
    const page = await visit(fake.agree(flow.url));
    expect(page).toContain('OpenRouter is connected');
    const end = await look(flow);
    const [key] = await keys();
    expect(end).toMatchObject({ state: 'connected', key_id: key?.id });
    expect(key).toMatchObject({ provider_name: 'openrouter', key_label: 'mine', share_with_pool: true });
    expect([page, JSON.stringify([end, key]), readData()].join()).not.toMatch(SECRET);
  });

  it('says what came of one that failed, in words', async () => {
    const flow = await start({ provider_name: 'openrouter' });
    fake.misbehave('exchange', 'close');
    await visit(fake.agree(flow.url));
    await expect.poll(async () => (await look(flow)).state).toBe('failed');
    expect((await look(flow)).error).toMatchObject({ code: 'unreachable', message: /did not answer/ });
    expect(await keys()).toEqual([]);
  });

  it('says that the vault was locked meanwhile, and stores nothing', async () => {
    const flow = await start({ provider_name: 'openrouter' });
    await core.control.call('POST', '/vault/lock');
    expect(await visit(fake.agree(flow.url))).toContain('The key was not stored');
    await expect.poll(async () => (await look(flow)).error?.code).toBe('vault_locked');
    expect(await keys()).toEqual([]);
    expect(
      (await core.control.send('POST', '/keys/connect', { provider_name: 'openrouter' })).text,
    ).toContain('vault_locked');
  });

  it('can be cancelled, after which nothing listens', async () => {
    const flow = await start({ provider_name: 'openrouter' });
    await core.control.call('DELETE', `/keys/connect/${flow.flow_id}`);
    expect((await look(flow)).state).toBe('cancelled');
    await expect(visit(fake.agree(flow.url))).rejects.toThrow();
  });

  it('refuses providers without such a page, and more sign-ins than anybody needs', async () => {
    for (const provider_name of ['groq', 'huggingface', 'nobody']) {
      const answer = await core.control.send('POST', '/keys/connect', { provider_name });
      expect([400, 404]).toContain(answer.status);
    }
    const all = await Promise.all(
      Array.from({ length: 9 }, () =>
        core.control.send('POST', '/keys/connect', { provider_name: 'openrouter' }),
      ),
    );
    expect(all.map(({ status }) => status).toSorted()).toEqual([...Array(8).fill(201), 409]);
  });

  it('offers Hugging Face once there is a client id, with a code to type', async () => {
    await core.control.call('PATCH', '/settings', { huggingface_client_id: 'client-1' });
    fake.answerPolls('authorization_pending');
    const flow = await start({ provider_name: 'huggingface' });
    expect(flow.user_code).toBe('WXYZ-1234');
    await expect.poll(async () => (await look(flow)).state, { timeout: 8000 }).toBe('connected');
    expect(await keys()).toMatchObject([
      { provider_name: 'huggingface', masked: expect.stringMatching(/^hf_/) },
    ]);
    expect(readData()).not.toMatch(/hf_oauth_t|hf_refresh_/);
  });
});

describe('a contributor who signs in instead of pasting', () => {
  async function invite(provider_name: string): Promise<Invite> {
    const body = { provider_name, label: 'from Ada', from: 'Grace' };
    return core.control.call<Invite>('POST', '/invites', body);
  }

  const NAVIGATES = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' };
  const go = ({ link }: Invite) =>
    fetch(`${link}/connect/openrouter`, { redirect: 'manual', headers: NAVIGATES });

  it('is sent to the provider, comes back to a withdrawal code, and the invite is used', async () => {
    const made = await invite('openrouter');
    const sent = await go(made);
    expect(sent.status).toBe(302);
    const page = await visit(fake.agree(sent.headers.get('location') ?? ''));
    const code = /SGW(-[0-9A-Z]{5}){5}/.exec(page)?.[0] ?? '';
    expect(code).not.toBe('');
    expect(page).toContain(`${core.gatewayUrl}/contribute/withdraw`);
    expect(await keys()).toMatchObject([{ provider_name: 'openrouter', key_label: 'from Ada' }]);
    expect([page, readData()].join()).not.toMatch(SECRET);
    expect((await go(made)).status).toBe(404);
    const back = await fetch(`${core.gatewayUrl}/contribute/withdraw`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: core.gatewayUrl },
      body: JSON.stringify({ code }),
    });
    expect(back.status).toBe(200);
    expect(await keys()).toEqual([]);
  });

  it('stores nothing when the invite was revoked meanwhile', async () => {
    const made = await invite('openrouter');
    const sent = await go(made);
    await core.control.call('DELETE', `/invites/${made.id}`);
    expect(await visit(fake.agree(sent.headers.get('location') ?? ''))).toContain('does not work any more');
    expect(await keys()).toEqual([]);
  });

  it('has one sign-in at a time, and none at providers without such a page', async () => {
    const made = await invite('openrouter');
    const first = await go(made);
    const second = await go(made);
    await expect(visit(fake.agree(first.headers.get('location') ?? ''))).rejects.toThrow();
    expect(await visit(fake.agree(second.headers.get('location') ?? ''))).toContain('in the vault');
    expect((await go(await invite('groq'))).status).toBe(404);
  });
});

describe('spidergate keys connect', () => {
  it('shows the page, waits, and shows the key that came; a failure is told and ends with 1', async () => {
    // Builds it where that was not done yet; the wait below is for the sign-in alone.
    await runCli(['--version']);
    const args = ['keys', 'connect', 'openrouter', '--no-browser', '--label', 'from a shell'];
    const run = async (use: (url: string) => Promise<unknown>) => {
      const child = spawnCli([...args, '--data-dir', core.dataDir]);
      let said = '';
      child.stderr.on('data', (piece) => {
        said += String(piece);
      });
      let shown = '';
      child.stdout.on('data', (piece) => {
        shown += String(piece);
      });
      const ended = once(child, 'close');
      await expect
        .poll(() => /https?:\S+/.exec(said)?.[0] ?? '', { timeout: 10_000 })
        .toContain('code_challenge');
      await use(/https?:\S+/.exec(said)?.[0] ?? '');
      const [code]: unknown[] = await ended;
      return { code, said, shown };
    };
    const good = await run((url) => visit(fake.agree(url)));
    expect(good).toMatchObject({ code: 0, shown: expect.stringContaining('from a shell') });
    expect(good.said + good.shown).not.toMatch(SECRET);
    const denied = (url: string) => `${new URL(url).searchParams.get('callback_url')}?error=access_denied`;
    const bad = await run((url) => visit(denied(url)));
    expect(bad).toMatchObject({ code: 1, said: expect.stringContaining('You did not allow it') });
  }, 60_000);
});
