import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Status } from '../../src/shared/domain/status';
import { type Core, startCore } from '../support/core';
import { createWorld, extrasOf, type World } from '../support/create-world';

const PASSPHRASE = 'a passphrase for tests';

function makeHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return path.join(home, 'data');
}

async function openWorld(dataDir: string, passphrase: string | null = PASSPHRASE): Promise<World> {
  const world = await createWorld(await startCore({ dataDir, passphrase }));
  onTestFinished(() => world.close().catch(() => undefined));
  return world;
}

const statusOf = (core: Core) => core.control.call<Status>('GET', '/status');
const ask = (world: World, model: string, query = '') =>
  world.post(
    { model, messages: [{ role: 'user', content: 'hello' }] },
    { path: `/v1/chat/completions${query}` },
  );

async function untilEncrypted(core: Core): Promise<Status['vault']> {
  for (;;) {
    const { vault } = await statusOf(core);
    if (vault.rekey === null || vault.rekey.state === 'stuck') return vault;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('locked by the owner: keys are refused with what to do, the demo goes on, and it opens again', async () => {
  const world = await openWorld(makeHome());
  const { core } = world;
  const upstream = await world.addUpstream();
  expect((await ask(world, upstream.ref)).status).toBe(200);
  expect(await core.control.call('POST', '/vault/lock')).toMatchObject({ vault: { state: 'locked' } });
  const refused = await ask(world, upstream.ref);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({
    error: { code: 'vault_locked', message: expect.stringContaining('Unlock it in the SpiderGate window') },
  });
  expect((await ask(world, 'spidergate/demo')).status).toBe(200);
  await core.control.call('POST', '/vault/unlock', { passphrase: PASSPHRASE });
  expect((await ask(world, upstream.ref)).status).toBe(200);
});

it('requests go on while everything is encrypted again, and after a restart under the same passphrase', async () => {
  const dataDir = makeHome();
  const world = await openWorld(dataDir);
  const { core } = world;
  const upstream = await world.addUpstream({
    keys: Array.from({ length: 60 }, (_, index) => ({
      api_key: `many-keys-${index}-abcdef`,
      share_with_pool: true,
    })),
  });
  const started = await core.control.call<Status>('POST', '/vault/rekey', { passphrase: PASSPHRASE });
  expect(started.vault.state).toBe('unlocked');
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(world, upstream.ref)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(await untilEncrypted(core)).toMatchObject({ state: 'unlocked', rekey: null });
  await core.close();
  const again = await startCore({ dataDir, passphrase: PASSPHRASE });
  onTestFinished(() => again.close());
  const { vault, counts } = await statusOf(again);
  expect([vault.state, vault.rekey, counts.damaged_keys, counts.keys]).toEqual(['unlocked', null, 0, 60]);
});

it('a key altered on the disk is named in the list, the log and the trace, and the others serve', async () => {
  const dataDir = makeHome();
  const world = await openWorld(dataDir);
  const upstream = await world.addUpstream({
    keys: [
      { api_key: 'the-first-key-abcdef', share_with_pool: true, key_label: 'altered', priority: 1 },
      { api_key: 'the-second-key-abcdef', share_with_pool: true, key_label: 'sound', priority: 2 },
    ],
  });
  const id = upstream.keys[0]?.id ?? '';
  const { port } = world.core;
  await world.core.close();
  alterSealed(dataDir, id);

  const core = await startCore({ dataDir, port, passphrase: PASSPHRASE });
  onTestFinished(() => core.close());
  expect((await statusOf(core)).counts.damaged_keys).toBe(1);
  const { data } = await core.control.call<{ data: readonly ProviderKey[] }>('GET', '/keys');
  expect(data.map(({ key_label, health }) => [key_label, health.last_error_code])).toEqual([
    ['altered', 'key_damaged'],
    ['sound', null],
  ]);
  const answer = await ask(world, upstream.ref, '?include_route_trace=true');
  expect(answer.status).toBe(200);
  const trace = extrasOf((await answer.json()) as object).route_trace;
  expect(trace?.skipped).toContainEqual(
    expect.objectContaining({ key: `${upstream.id} · altered`, reason: 'key_damaged' }),
  );
  expect(trace?.served?.key).toBe(`${upstream.id} · sound`);
  const log = readLogs(dataDir);
  expect(log).toContain('A stored key is damaged');
  expect(log).toContain('"label":"altered"');
  expect(log).not.toContain('the-first-key');
});

it('a lost token key is said, not passed over in silence', async () => {
  const dataDir = makeHome();
  const world = await openWorld(dataDir);
  const { port } = world.core;
  await world.core.close();
  rmSync(path.join(dataDir, 'token-hash.key'));
  const core = await startCore({ dataDir, port, passphrase: PASSPHRASE });
  onTestFinished(() => core.close());
  expect((await statusOf(core)).counts.void_tokens).toBe(1);
  expect((await ask(world, 'spidergate/demo')).status).toBe(401);
  expect(readLogs(dataDir)).toContain('The token key was lost or replaced');
});

function alterSealed(dataDir: string, id: string): void {
  const database = new Database(path.join(dataDir, 'spidergate.db'));
  const row = database.prepare<[string], { sealed: Buffer }>('SELECT sealed FROM keys WHERE id = ?').get(id);
  const sealed = Buffer.from(row?.sealed ?? []);
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  database.prepare('UPDATE keys SET sealed = ? WHERE id = ?').run(sealed, id);
  database.close();
}

function readLogs(dataDir: string): string {
  return readFileSync(path.join(dataDir, 'logs', 'spidergate.log'), 'utf8');
}
