import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createServiceWorld } from '../../../support/service-world';
import { makeFolder } from '../../storage/storage-fixtures';
import { codeOf } from '../service-fixtures';

const PASSPHRASE = 'correct horse battery';
const NEW = 'another passphrase';
const PROXY = 'http://anna:pr0xy-passw0rd@proxy.lan:3128';
const KEY = 'gsk_some-key-for-this-test';

/** Waits as the window does: until the status says so. */
async function untilEncrypted(world: { services: { status: { get(): { vault: { rekey: unknown } } } } }) {
  while (world.services.status.get().vault.rekey !== null) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('the first passphrase is held to the rules, a later one only to being right', async () => {
  const world = await createServiceWorld({ keychain: false });
  const { vault } = world.services;
  for (const passphrase of [undefined, 'short', 'aaaaaaaaaaaaaaa']) {
    expect(await codeOf(vault.unlock(passphrase === undefined ? {} : { passphrase }))).toBe(
      'invalid_request_error passphrase',
    );
  }
  expect((await vault.unlock({ passphrase: PASSPHRASE })).vault.state).toBe('unlocked');
  expect(vault.lock().vault.state).toBe('locked');
  for (let tries = 0; tries < 3; tries += 1) {
    expect(await codeOf(vault.unlock({ passphrase: 'no' }))).toBe('invalid_request_error passphrase');
  }
  expect(await codeOf(vault.unlock({ passphrase: PASSPHRASE }))).toBe('rate_limit_exceeded passphrase');
});

it('wrong passphrases count together, whichever way they come in', async () => {
  const world = await createServiceWorld({ keychain: false });
  const { vault } = world.services;
  await vault.unlock({ passphrase: PASSPHRASE });
  const wrong = 'not this one';
  expect(await codeOf(vault.changePassphrase({ current_passphrase: wrong, new_passphrase: NEW }))).toBe(
    'invalid_request_error current_passphrase',
  );
  expect(await codeOf(vault.setProtection({ protection: 'os_keychain', passphrase: wrong }))).toBe(
    'invalid_request_error passphrase',
  );
  expect(await codeOf(vault.rekey({ passphrase: wrong }))).toBe('invalid_request_error passphrase');
  expect(await codeOf(vault.unlock({ passphrase: PASSPHRASE }))).toBe('rate_limit_exceeded passphrase');
});

it('a vault under a keychain is locked and unlocked without a passphrase, and can be given one', async () => {
  const world = await createServiceWorld();
  const { vault, keys } = world.services;
  const { id } = keys.create({ provider_name: 'groq', api_key: KEY });
  vault.lock();
  expect(world.keyRing.secretOf(id)).toEqual({ ok: false, reason: 'vault_locked' });
  expect((await vault.unlock({})).vault).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
  expect(await codeOf(vault.setProtection({ protection: 'os_keychain', passphrase: 'x' }))).toBe(
    'conflict protection',
  );
  const moved = await vault.setProtection({ protection: 'passphrase', passphrase: PASSPHRASE });
  expect(moved.vault).toMatchObject({ state: 'unlocked', protection: 'passphrase' });
  const again = await world.restart();
  expect(again.services.status.get().vault.state).toBe('locked');
  await again.services.vault.unlock({ passphrase: PASSPHRASE });
  expect(again.keyRing.secretOf(id)).toEqual({ ok: true, secret: KEY });
});

it('encrypts keys and proxy passwords again, and both survive a restart', async () => {
  const world = await createServiceWorld();
  world.start();
  const { services } = world;
  const { id } = services.keys.create({ provider_name: 'groq', api_key: KEY });
  services.settings.update({ proxy: { url: PROXY } });
  const before = world.storage.keys.list()[0]?.sealed ?? new Uint8Array();
  await services.vault.rekey({});
  await untilEncrypted(world);
  expect(world.events.some(({ type }) => type === 'status')).toBe(true);
  for (const each of [world, await world.restart()]) {
    expect(each.keyRing.secretOf(id)).toEqual({ ok: true, secret: KEY });
    expect(each.network.current().proxy.url).toBe(PROXY);
    expect(() => each.vault.open(id, before)).toThrow();
  }
});

it('encrypts the keys that sign and receive invites again too: open ones stay valid', async () => {
  const world = await createServiceWorld();
  world.start();
  const { services, storage, vault } = world;
  const make = (label: string) =>
    services.invites.create({
      provider_name: 'groq',
      label,
      from: 'Anna',
      lifetime_hours: 72,
      in_network: false,
    });
  const before = await make('one');
  const pair = z.object({ sealed: z.string() });
  const read = () => z.object({ signing: pair, sealing: pair }).parse(identityOf(storage));
  const old = read();
  await services.vault.rekey({});
  await untilEncrypted(world);
  for (const half of ['signing', 'sealing'] as const) {
    expect(read()[half].sealed).not.toBe(old[half].sealed);
    expect(vault.open(`settings:invites.${half}`, Buffer.from(read()[half].sealed, 'base64'))).toBeTruthy();
  }
  expect((await make('two')).fingerprint).toBe(before.fingerprint);
});

it('goes on by itself with what an earlier run has begun', async () => {
  const world = await createServiceWorld();
  const { id } = world.services.keys.create({ provider_name: 'groq', api_key: KEY });
  await world.vault.rekeying.begin('');
  const again = await world.restart();
  expect(again.services.status.get().vault.rekey).toEqual({ state: 'waiting', done: 0, total: 1 });
  again.start();
  await untilEncrypted(again);
  expect(again.keyRing.secretOf(id)).toEqual({ ok: true, secret: KEY });
});

it('leaves nothing under the old data key in any file, nor the data key under an old passphrase', async () => {
  const directory = makeFolder();
  const world = await createServiceWorld({ directory, keychain: false });
  world.start();
  const { services, storage } = world;
  await services.vault.unlock({ passphrase: PASSPHRASE });
  services.keys.create({ provider_name: 'groq', api_key: KEY });
  const sealed = Buffer.from(storage.keys.list()[0]?.sealed ?? []).subarray(8, 40);
  const record = z.object({ wrapped: z.string() });
  const wrapped = record.parse(JSON.parse(storage.settings.get('vault.data_key') ?? '')).wrapped.slice(8, 40);
  const isOnDisk = (bytes: Buffer | string) =>
    readdirSync(directory).some(
      (name) =>
        statSync(join(directory, name)).isFile() && readFileSync(join(directory, name)).includes(bytes),
    );
  expect([isOnDisk(sealed), isOnDisk(wrapped)]).toEqual([true, true]);
  await services.vault.changePassphrase({ current_passphrase: PASSPHRASE, new_passphrase: NEW });
  expect([isOnDisk(sealed), isOnDisk(wrapped)]).toEqual([true, false]);
  await services.vault.rekey({ passphrase: NEW });
  await untilEncrypted(world);
  expect(isOnDisk(sealed)).toBe(false);
}, 30_000);

it('refuses what needs an open vault while it is locked', async () => {
  const world = await createServiceWorld();
  world.services.vault.lock();
  expect(await codeOf(world.services.vault.rekey({}))).toBe('vault_locked null');
});

function identityOf(storage: { readonly settings: { get(name: string): string | null } }): unknown {
  return JSON.parse(storage.settings.get('invites.identity') ?? '');
}
