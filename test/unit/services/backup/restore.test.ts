import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writePassphraseFile } from '../../../../src/main/services/backup/passphrase-file';
import { openTokenHasher } from '../../../../src/main/vault';
import type { RestoreMode } from '../../../../src/shared/domain/change-plan';
import { makeWithdrawalCode, readWithdrawalCode } from '../../../../src/shared/invite/withdrawal-code';
import { createServiceWorld, type ServiceWorld } from '../../../support/service-world';

const PASSPHRASE = 'four words make a phrase';
const SECRET = 'gsk_backupTestSecret0123456789abcdefghij';
const OTHER_SECRET = 'csk-backupTestSecret0123456789abcdefgh';

/** A world with one of everything. */
async function createFullWorld() {
  const world = await createServiceWorld();
  const { services } = world;
  const acme = services.workspaces.create({ name: 'acme', budget_usd: 20, budget_window: 'month' });
  services.providers.create({
    id: 'mine',
    name: 'Mine',
    base_url: 'https://llm.example/v1',
    auth: 'bearer',
    models: [{ id: 'big', context_window: 8000 }],
  });
  services.providers.update('cerebras', { enabled: false });
  const key = services.keys.create({
    provider_name: 'groq',
    api_key: SECRET,
    key_label: 'work',
    workspace_id: acme.id,
    daily_limit: 500,
  });
  const token = services.agentTokens.create({
    name: 'ci-bot',
    workspace_id: acme.id,
    allowed_models: ['client:acme/fast', 'spideriq/*'],
    scopes: ['gate:chat'],
    monthly_budget_usd: 5,
  });
  services.aliases.put('client:acme/fast', {
    slots: [{ provider: 'groq', model: 'llama', key_id: key.id }],
    patience_ms: 10,
  });
  services.settings.update({ stall_ms: 9000, proxy: { url: 'http://me:proxypassword@proxy.example:3128' } });
  services.origins.put({ origin: 'https://chat.example', allowed: true });
  return { world, acme, key, token };
}

const makeBackup = async ({ services }: ServiceWorld) =>
  (await services.backup.create({ passphrase: PASSPHRASE })).file;

function restore(
  { services }: ServiceWorld,
  file: Uint8Array,
  mode: RestoreMode = 'replace',
  dry_run = false,
) {
  return services.backup.restore(file, { passphrase: PASSPHRASE, mode, dry_run });
}

/** Everything that can be seen of it, without what differs for every moment. */
function photograph({ services, storage }: ServiceWorld): unknown {
  return {
    config: services.config.read(),
    keys: services.keys.list().map(({ id, masked }) => ({ id, masked })),
    tokens: storage.agentTokens.list().map((row) => [row.id, Buffer.from(row.tokenHash).toString('hex')]),
    workspaces: storage.workspaces.list().map((row) => [row.id, row.clientId]),
  };
}

it('brings everything to another computer, where keys open and tokens work', async () => {
  const { world, acme, key, token } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  await restore(other, file);

  expect(photograph(other)).toEqual(photograph(world));
  expect(other.keyRing.secretOf(key.id)).toEqual({ ok: true, secret: SECRET });
  expect(other.credentials.check(token.token)).toMatchObject({ ok: true });
  expect(other.credentials.check(acme.credential)).toMatchObject({ ok: true });
  expect(other.network.current().proxy.url).toBe('http://me:proxypassword@proxy.example:3128');
  expect(other.services.origins.list()).toMatchObject([{ origin: 'https://chat.example', state: 'allowed' }]);

  const restarted = await other.restart();
  expect(photograph(restarted)).toEqual(photograph(world));
  expect(restarted.credentials.check(token.token)).toMatchObject({ ok: true });
  expect(restarted.keyRing.secretOf(key.id)).toEqual({ ok: true, secret: SECRET });
});

it('holds no secret in the clear, and neither does the copy that is kept for going back', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  for (const secret of [SECRET, 'proxypassword', 'ci-bot', 'groq'])
    expect(Buffer.from(file).includes(secret)).toBe(false);
  const other = await createServiceWorld();
  const plan = await restore(other, file);
  expect(JSON.stringify(plan)).not.toContain(SECRET);
  expect(JSON.stringify(plan)).not.toContain('proxypassword');
  const copy = readFileSync(other.storageFile.replace('.db', '-before-restore.db'));
  const dataKey: { wrapped: string } = JSON.parse(other.storage.settings.get('vault.data_key') ?? '');
  for (const secret of [SECRET, 'proxypassword', dataKey.wrapped]) expect(copy.includes(secret)).toBe(false);
});

it('says what it would do, and does not do it', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  const before = photograph(other);
  const plan = await restore(other, file, 'replace', true);
  expect(plan).toMatchObject({ applied: false, notices: [] });
  const lines = plan.changes.map(({ thing, action, name }) => `${action} ${thing} ${name}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      'add workspace acme',
      'add key groq · work',
      'add agent_token ci-bot',
      'add alias client:acme/fast',
      'add provider mine',
      'change setting stall_ms',
      'add origin https://chat.example',
    ]),
  );
  expect(photograph(other)).toEqual(before);
  expect(other.services.backup.state()).toEqual({ undo_from: null });
});

it('finds nothing to change right after the backup', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  for (const mode of ['merge', 'replace'] as const)
    expect((await restore(world, file, mode, true)).changes).toEqual([]);
});

it('keeps with merge what only this computer has, and its tokens go on working', async () => {
  const { world, token } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  const own = other.services.agentTokens.create({ name: 'local', allowed_models: [], scopes: ['gate:chat'] });
  const ownKey = other.services.keys.create({ provider_name: 'cerebras', api_key: OTHER_SECRET });
  const twin = other.services.keys.create({ provider_name: 'groq', api_key: SECRET, key_label: 'same' });
  await restore(other, file, 'merge');
  expect(other.credentials.check(own.token)).toMatchObject({ ok: true });
  expect(other.credentials.check(token.token)).toMatchObject({ ok: true });
  expect(other.keyRing.secretOf(ownKey.id)).toEqual({ ok: true, secret: OTHER_SECRET });
  // The same secret is not stored twice, and the alias names the key by the id it has here.
  expect(other.services.keys.list()).toHaveLength(2);
  expect(other.aliases.get('client:acme/fast')?.slots[0]?.keyId).toBe(twin.id);
});

it('merges a workspace of the same name under the name, id and credential it has here', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  const here = other.services.workspaces.create({ name: 'Acme' });
  await restore(other, file, 'merge');
  expect(other.services.workspaces.list().map(({ name }) => name)).toEqual(['personal', 'Acme']);
  expect(other.credentials.check(here.credential)).toMatchObject({ ok: true });
  expect(other.aliases.get('client:Acme/fast')).not.toBeNull();
  expect(other.services.agentTokens.list()[0]).toMatchObject({
    workspace_id: here.id,
    allowed_models: ['client:Acme/fast', 'spideriq/*'],
  });
});

it('replaces everything, and brings back once what was there before', async () => {
  const { world, key, token } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  const own = other.services.agentTokens.create({ name: 'local', allowed_models: [], scopes: ['gate:chat'] });
  const ownKey = other.services.keys.create({ provider_name: 'cerebras', api_key: OTHER_SECRET });
  const before = photograph(other);
  await restore(other, file);
  expect(other.credentials.check(own.token)).toMatchObject({ ok: false });
  expect(other.keyRing.secretOf(ownKey.id)).toMatchObject({ ok: false });
  expect(other.healthCalls.join()).toContain(ownKey.id);
  expect(other.services.backup.state().undo_from).not.toBeNull();

  other.services.backup.undo();
  expect(photograph(other)).toEqual(before);
  expect(other.credentials.check(own.token)).toMatchObject({ ok: true });
  expect(other.credentials.check(token.token)).toMatchObject({ ok: false });
  expect(other.keyRing.secretOf(ownKey.id)).toEqual({ ok: true, secret: OTHER_SECRET });
  expect(other.keyRing.secretOf(key.id)).toMatchObject({ ok: false });
  expect(() => other.services.backup.undo()).toThrow('no restore');
});

it('changes nothing when the database refuses in the middle', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  other.services.keys.create({ provider_name: 'cerebras', api_key: OTHER_SECRET });
  const before = photograph(other);
  const raw = new Database(other.storageFile);
  raw.exec(`CREATE TRIGGER no BEFORE INSERT ON agent_tokens BEGIN SELECT RAISE(ABORT, 'no'); END`);
  await expect(restore(other, file)).rejects.toThrow();
  raw.exec('DROP TRIGGER no');
  raw.close();
  expect(photograph(other)).toEqual(before);
  expect(photograph(await other.restart())).toEqual(before);
});

it.each([
  ['another passphrase', 'passphrase'],
  ['a missing end', 'file'],
  ['another kind of file', 'file'],
  ['a newer version', 'file'],
  ['unknown content', 'file'],
  ['too much', 'file'],
])('refuses %s, says so and changes nothing', async (what, param) => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  const before = photograph(world);
  const wrap = (value: unknown) => writePassphraseFile(Buffer.from(JSON.stringify(value)), PASSPHRASE, 2);
  const files: Record<string, Uint8Array> = {
    'another passphrase': await writePassphraseFile(Buffer.from('{}'), 'not this one', 2),
    'a missing end': file.slice(0, -5),
    'another kind of file': Buffer.from('SQLite format 3'),
    'a newer version': await wrap({ format: 'spidergate-backup', version: 2, keys: 'in another way' }),
    'unknown content': await wrap({ format: 'something else' }),
    'too much': new Uint8Array(9 * 1024 * 1024),
  };
  const attempt = restore(world, files[what] ?? new Uint8Array());
  await expect(attempt).rejects.toMatchObject({ name: 'SpiderGateError', param });
  expect(photograph(world)).toEqual(before);
  expect(world.services.backup.state()).toEqual({ undo_from: null });
});

it('neither makes nor takes a backup while the vault is locked', async () => {
  const { world } = await createFullWorld();
  const file = await makeBackup(world);
  world.vault.lock();
  await expect(makeBackup(world)).rejects.toMatchObject({ code: 'vault_locked' });
  await expect(restore(world, file)).rejects.toMatchObject({ code: 'vault_locked' });
});

it('tells which keys it could not read, and restores the others', async () => {
  const { world, key } = await createFullWorld();
  const row = world.storage.keys.list().find(({ id }) => id === key.id);
  if (!row) throw new Error('the key is gone');
  world.storage.keys.update({ ...row, sealed: Uint8Array.from(row.sealed, (byte) => byte ^ 1) });
  const damaged = await world.restart();
  const made = await damaged.services.backup.create({ passphrase: PASSPHRASE });
  expect(made.unreadable_keys).toEqual(['groq · work']);
  const other = await createServiceWorld();
  const plan = await restore(other, made.file);
  expect(plan.notices.join()).toContain('groq · work');
  expect(other.services.keys.list()).toEqual([]);
});

it('lets whoever brought a key take it back on the other computer too, and never brings it back after that', async () => {
  const { world, key } = await createFullWorld();
  const code = makeWithdrawalCode(randomBytes(25));
  const hasher = openTokenHasher({ file: path.join(path.dirname(world.storageFile), 'token.key') });
  world.storage.invites.insert({
    id: 'invite-1',
    provider: 'groq',
    label: 'work',
    sender: 'Owner',
    message: null,
    workspaceId: null,
    shareWithPool: true,
    inNetwork: false,
    token: null,
    createdAt: 1,
    expiresAt: 2,
    endedAt: 2,
    endedAs: 'used',
    keyId: key.id,
    withdrawalHash: hasher.hash(`invite withdrawal ${readWithdrawalCode(code)}`),
  });
  const file = await makeBackup(world);
  const other = await createServiceWorld();
  await restore(other, file, 'merge');
  expect(other.inviteDoor.withdraw(code)).toBe(true);
  expect(other.services.keys.list()).toEqual([]);
  const plan = await restore(other, file, 'replace');
  expect(plan.notices).toEqual([expect.stringContaining('taken back')]);
  expect(other.services.keys.list()).toEqual([]);
});
