import { describe, expect, it } from 'vitest';
import { seal } from '../../../src/main/vault/seal';
import type { KeyWrapping } from '../../../src/main/vault/types';
import { MemorySettings, makeKeychain, NO_KEYCHAIN, openTestVault } from './vault-fixtures';

const OLD = 'correct horse battery';
const NEW = 'another passphrase';

async function makeVault(keyWrapping: KeyWrapping, passphrase: string | null) {
  const settings = new MemorySettings();
  const vault = await openTestVault(settings, { keyWrapping, passphrase });
  const sealed = vault.seal('key_1', 'sk-secret');
  const opensWith = async (keychain: KeyWrapping, text: string | null) => {
    const again = await openTestVault(settings, { keyWrapping: keychain, passphrase: text });
    return again.status().state === 'unlocked' && again.open('key_1', sealed) === 'sk-secret';
  };
  return { settings, vault, sealed, opensWith };
}

describe('another passphrase', () => {
  it('opens what was sealed before, and the old one no longer does', async () => {
    const { vault, opensWith } = await makeVault(NO_KEYCHAIN, OLD);
    expect(await vault.changePassphrase(OLD, NEW)).toEqual({ ok: true });
    expect(vault.status().state).toBe('unlocked');
    expect(await opensWith(NO_KEYCHAIN, NEW)).toBe(true);
    expect(await opensWith(NO_KEYCHAIN, OLD)).toBe(false);
  });

  it('needs the old one, and can be chosen while the vault is locked, which it then stays', async () => {
    const { settings, vault, opensWith } = await makeVault(NO_KEYCHAIN, OLD);
    const record = settings.record();
    expect(await vault.changePassphrase('a wrong one', NEW)).toEqual({
      ok: false,
      reason: 'wrong_passphrase',
    });
    expect(settings.record()).toBe(record);
    vault.lock();
    expect(await vault.changePassphrase(OLD, NEW)).toEqual({ ok: true });
    expect(vault.status().state).toBe('locked');
    expect(await opensWith(NO_KEYCHAIN, NEW)).toBe(true);
  });

  it('does not bring back a data key that re-encryption has just forgotten', async () => {
    const { settings, vault } = await makeVault(NO_KEYCHAIN, OLD);
    await vault.rekeying.begin(OLD);
    const changing = vault.changePassphrase(OLD, NEW);
    await new Promise((resolve) => setImmediate(resolve));
    vault.rekeying.end();
    expect(await changing).toEqual({ ok: true });
    expect(settings.record()).not.toContain('retired');
  });

  it('keeps the data key before, while re-encryption still needs it', async () => {
    const { settings, vault, sealed } = await makeVault(NO_KEYCHAIN, OLD);
    await vault.rekeying.begin(OLD);
    await vault.changePassphrase(OLD, NEW);
    const again = await openTestVault(settings, { passphrase: NEW });
    expect(again.rekeying.isUnderWay()).toBe(true);
    expect(again.open('key_1', sealed)).toBe('sk-secret');
  });
});

describe('another protection', () => {
  it('from the passphrase to the keychain, and back to another passphrase', async () => {
    const keychain = makeKeychain();
    const settings = new MemorySettings();
    const vault = await openTestVault(settings, {
      keyWrapping: { ...keychain, isAvailable: () => settings.values.size > 0 },
      passphrase: OLD,
    });
    const sealed = vault.seal('key_1', 'sk-secret');
    expect(await vault.moveTo('os_keychain', 'a wrong one')).toMatchObject({ reason: 'wrong_passphrase' });
    expect(await vault.moveTo('os_keychain', OLD)).toEqual({ ok: true });
    expect(vault.status()).toEqual({ state: 'unlocked', protection: 'os_keychain' });
    expect(settings.record()).not.toContain('scrypt');
    const second = await openTestVault(settings, { keyWrapping: keychain });
    expect(second.open('key_1', sealed)).toBe('sk-secret');

    expect(await second.moveTo('passphrase', NEW)).toEqual({ ok: true });
    expect(second.status()).toEqual({ state: 'unlocked', protection: 'passphrase' });
    const third = await openTestVault(settings, { keyWrapping: keychain });
    expect(third.status()).toEqual({ state: 'locked', protection: 'passphrase' });
    expect(await third.unlock(NEW)).toBe(true);
    expect(third.open('key_1', sealed)).toBe('sk-secret');
  });

  it.each([
    ['there is none', NO_KEYCHAIN],
    ['it does not give back what it was given', { ...makeKeychain(), unwrap: () => 'AAAA' }],
  ])('stays a passphrase where %s', async (_name, keyWrapping) => {
    const settings = new MemorySettings();
    await openTestVault(settings, { passphrase: OLD });
    const record = settings.record();
    const vault = await openTestVault(settings, { keyWrapping, passphrase: OLD });
    expect(await vault.moveTo('os_keychain', OLD)).toEqual({ ok: false, reason: 'no_keychain' });
    expect(settings.record()).toBe(record);
    expect(vault.status()).toEqual({ state: 'unlocked', protection: 'passphrase' });
  });

  it('asks a keychain that is locked for nothing it cannot give', async () => {
    const keychain = makeKeychain();
    const { settings } = await makeVault(keychain, null);
    const record = settings.record();
    const vault = await openTestVault(settings);
    expect(await vault.moveTo('passphrase', NEW)).toEqual({ ok: false, reason: 'locked' });
    expect(settings.record()).toBe(record);
  });
});

it('a passphrase from the environment that the window would refuse makes no vault', async () => {
  const settings = new MemorySettings();
  const vault = await openTestVault(settings, { passphrase: 'short' });
  expect(vault.status().state).toBe('unavailable');
  expect(settings.values.size).toBe(0);
});

it('what the version before sealed still opens: it named no data key', async () => {
  const settings = new MemorySettings();
  const keychain = makeKeychain();
  let dataKey = '';
  const wrap = (plain: string) => {
    dataKey = plain;
    return keychain.wrap(plain);
  };
  const vault = await openTestVault(settings, { keyWrapping: { ...keychain, wrap } });
  const first = seal(Buffer.from(dataKey, 'base64'), 'key_1', Buffer.from('sk-old'));
  expect(vault.open('key_1', first)).toBe('sk-old');
  expect(vault.rekeying.isCurrent(first)).toBe(false);
  await vault.rekeying.begin('');
  const { sealed } = vault.rekeying.sealAnew({ rowId: 'key_1', sealed: first });
  vault.rekeying.end();
  expect(vault.open('key_1', sealed)).toBe('sk-old');
});
