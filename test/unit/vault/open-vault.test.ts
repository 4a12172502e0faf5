import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VaultLockedError, VaultRecordError } from '../../../src/main/vault';
import { MemorySettings, makeKeychain, NO_KEYCHAIN, openTestVault } from './vault-fixtures';

const PASSPHRASE = 'correct horse battery';

/** Settings that hold a data key, and a credential sealed under it. */
async function makeUsedVault(needs: Parameters<typeof openTestVault>[1]) {
  const settings = new MemorySettings();
  const vault = await openTestVault(settings, needs);
  return { settings, sealed: vault.seal('key_1', 'sk-secret'), record: settings.record() };
}

describe('with a keychain', () => {
  it('is unlocked at once, and after a restart opens what was sealed', async () => {
    const keyWrapping = makeKeychain();
    const { settings, sealed } = await makeUsedVault({ keyWrapping });
    const vault = await openTestVault(settings, { keyWrapping });
    expect(vault.status()).toEqual({ state: 'unlocked', protection: 'os_keychain' });
    expect(vault.open('key_1', sealed)).toBe('sk-secret');
  });

  it('prefers it to a passphrase from the environment', async () => {
    const { record } = await makeUsedVault({ keyWrapping: makeKeychain(), passphrase: PASSPHRASE });
    expect(record).toContain('os_keychain');
  });

  it.each([
    ['gone', NO_KEYCHAIN],
    ['another one', makeKeychain()],
    ['answering nonsense', { ...makeKeychain(), unwrap: () => 'short' }],
  ])(
    'that is then %s: locked, and the data key is kept, whatever passphrase comes',
    async (_name, keyWrapping) => {
      const { settings, record } = await makeUsedVault({ keyWrapping: makeKeychain() });
      const vault = await openTestVault(settings, { keyWrapping, passphrase: PASSPHRASE });
      expect(vault.status()).toEqual({ state: 'locked', protection: 'os_keychain' });
      expect(await vault.unlock(PASSPHRASE)).toBe(false);
      expect(() => vault.seal('key_1', 'x')).toThrow(VaultLockedError);
      expect(settings.record()).toBe(record);
    },
  );

  it('that comes back unlocks without a restart', async () => {
    const keychain = makeKeychain();
    const { settings, sealed } = await makeUsedVault({ keyWrapping: keychain });
    let available = false;
    const vault = await openTestVault(settings, {
      keyWrapping: { ...keychain, isAvailable: () => available },
    });
    expect(vault.status().state).toBe('locked');
    available = true;
    expect(await vault.unlock('')).toBe(true);
    expect(vault.open('key_1', sealed)).toBe('sk-secret');
  });

  it.each([
    ['refuses to wrap', { ...makeKeychain(), wrap: NO_KEYCHAIN.wrap }],
    ['does not give back what it was given', { ...makeKeychain(), unwrap: () => 'AAAA' }],
  ])('that %s counts as none', async (_name, keyWrapping) => {
    const settings = new MemorySettings();
    const vault = await openTestVault(settings, { keyWrapping });
    expect(vault.status()).toEqual({ state: 'unavailable', protection: 'passphrase' });
    expect(settings.values.size).toBe(0);
  });
});

describe('without a keychain', () => {
  it.each([null, ''])(
    'and without a passphrase (%j) is unavailable and makes no data key',
    async (passphrase) => {
      const settings = new MemorySettings();
      const vault = await openTestVault(settings, { passphrase });
      expect(vault.status()).toEqual({ state: 'unavailable', protection: 'passphrase' });
      expect(() => vault.seal('key_1', 'x')).toThrow(VaultLockedError);
      expect(settings.values.size).toBe(0);
    },
  );

  it('takes the passphrase that is chosen first, and after a restart asks for it', async () => {
    const settings = new MemorySettings();
    const first = await openTestVault(settings);
    expect(await first.unlock(PASSPHRASE)).toBe(true);
    expect(first.status()).toEqual({ state: 'unlocked', protection: 'passphrase' });
    const sealed = first.seal('key_1', 'sk-secret');

    const second = await openTestVault(settings);
    expect(second.status()).toEqual({ state: 'locked', protection: 'passphrase' });
    const record = settings.record();
    expect(await second.unlock(`${PASSPHRASE}!`)).toBe(false);
    expect(second.status().state).toBe('locked');
    expect(await second.unlock(PASSPHRASE)).toBe(true);
    expect(second.open('key_1', sealed)).toBe('sk-secret');
    expect(settings.record()).toBe(record);
  });

  it('makes and opens a vault under the passphrase from the environment', async () => {
    const { settings, sealed } = await makeUsedVault({ passphrase: PASSPHRASE });
    const vault = await openTestVault(settings, { passphrase: PASSPHRASE });
    expect(vault.open('key_1', sealed)).toBe('sk-secret');
  });

  it('stays locked, without throwing, when the passphrase from the environment is wrong', async () => {
    const { settings, record } = await makeUsedVault({ passphrase: PASSPHRASE });
    const vault = await openTestVault(settings, { passphrase: 'another one' });
    expect(vault.status()).toEqual({ state: 'locked', protection: 'passphrase' });
    expect(settings.record()).toBe(record);
  });

  it('stays with its passphrase when a keychain turns up', async () => {
    const { settings, record } = await makeUsedVault({ passphrase: PASSPHRASE });
    const vault = await openTestVault(settings, { keyWrapping: makeKeychain() });
    expect(vault.status()).toEqual({ state: 'locked', protection: 'passphrase' });
    expect(settings.record()).toBe(record);
  });

  it('takes a passphrase typed with combining marks for the same', async () => {
    const { settings } = await makeUsedVault({ passphrase: 'schl\u00fcssel-bund' });
    const vault = await openTestVault(settings, { passphrase: 'schlu\u0308ssel-bund' });
    expect(vault.status().state).toBe('unlocked');
  });
});

describe('unlocking twice at once', () => {
  it('makes one data key: the first passphrase holds, the second is wrong', async () => {
    const settings = new MemorySettings();
    const vault = await openTestVault(settings);
    expect(await Promise.all([vault.unlock('first passphrase'), vault.unlock('second passphrase')])).toEqual([
      true,
      false,
    ]);
    const sealed = vault.seal('key_1', 'sk-secret');
    const again = await openTestVault(settings, { passphrase: 'first passphrase' });
    expect(again.open('key_1', sealed)).toBe('sk-secret');
  });

  it('does not disturb a vault that is open', async () => {
    const settings = new MemorySettings();
    const vault = await openTestVault(settings, { passphrase: PASSPHRASE });
    const sealed = vault.seal('key_1', 'sk-secret');
    expect(await Promise.all([vault.unlock(PASSPHRASE), vault.unlock('a wrong one')])).toEqual([true, false]);
    expect(vault.open('key_1', sealed)).toBe('sk-secret');
  });
});

describe('locking', () => {
  it('forgets the data key until the next unlock', async () => {
    const vault = await openTestVault(new MemorySettings(), { passphrase: PASSPHRASE });
    const sealed = vault.seal('key_1', 'sk-secret');
    vault.lock();
    expect(vault.status()).toEqual({ state: 'locked', protection: 'passphrase' });
    expect(() => vault.open('key_1', sealed)).toThrow(VaultLockedError);
    await vault.unlock(PASSPHRASE);
    expect(vault.open('key_1', sealed)).toBe('sk-secret');
  });

  it('holds against an unlock that was under way', async () => {
    const vault = await openTestVault(new MemorySettings(), { passphrase: PASSPHRASE });
    vault.lock();
    const unlocking = vault.unlock(PASSPHRASE);
    await new Promise((resolve) => setImmediate(resolve));
    vault.lock();
    await unlocking;
    expect(vault.status().state).toBe('locked');
  });
});

it('tells listeners of every change of its state, and of nothing else, until they leave', async () => {
  const vault = await openTestVault(new MemorySettings());
  const seen: string[] = [];
  const stop = vault.onChange(() => seen.push(vault.status().state));
  await vault.unlock(PASSPHRASE);
  await vault.unlock(PASSPHRASE);
  await vault.unlock('a wrong one');
  vault.lock();
  vault.lock();
  expect(seen).toEqual(['unlocked', 'locked']);
  stop();
  await vault.unlock(PASSPHRASE);
  expect(seen).toHaveLength(2);
});

describe('a stored data key that cannot be read', () => {
  it.each([
    ['not JSON', 'garbage'],
    ['of a newer version', '{"version":2,"protection":"os_keychain","wrapped":"AAAA"}'],
    ['with a scrypt cost that would eat all memory', makeRecord({ N: 2 ** 30 })],
  ])('%s: locked, kept, and unlock says why', async (_name, stored) => {
    const settings = new MemorySettings();
    settings.set('vault.data_key', stored);
    const vault = await openTestVault(settings, { keyWrapping: makeKeychain(), passphrase: PASSPHRASE });
    expect(vault.status().state).toBe('locked');
    await expect(vault.unlock(PASSPHRASE)).rejects.toThrow(VaultRecordError);
    expect(settings.record()).toBe(stored);
  });

  it('with a changed byte is as good as a wrong passphrase', async () => {
    const { settings, record } = await makeUsedVault({ passphrase: PASSPHRASE });
    const parsed = z.looseObject({ wrapped: z.string() }).parse(JSON.parse(record));
    const wrapped = Buffer.from(parsed.wrapped, 'base64');
    wrapped[40] = (wrapped[40] ?? 0) ^ 1;
    settings.set('vault.data_key', JSON.stringify({ ...parsed, wrapped: wrapped.toString('base64') }));
    const vault = await openTestVault(settings, { passphrase: PASSPHRASE });
    expect(vault.status()).toEqual({ state: 'locked', protection: 'passphrase' });
  });
});

it('stores neither the passphrase nor the data key in clear, and scrypt at the intended cost', async () => {
  const keychain = makeKeychain();
  let dataKey = '';
  const wrap = (plain: string) => {
    dataKey = plain;
    return keychain.wrap(plain);
  };
  const underKeychain = await makeUsedVault({ keyWrapping: { ...keychain, wrap } });
  expect(dataKey).toHaveLength(44);
  expect(underKeychain.record).not.toContain(dataKey);
  const underPassphrase = await makeUsedVault({ passphrase: PASSPHRASE });
  expect(underPassphrase.record).not.toContain(PASSPHRASE);
  expect(JSON.parse(underPassphrase.record)).toMatchObject({ scrypt: { N: 131072, r: 8, p: 1 } });
});

function makeRecord(scrypt: Record<string, number>): string {
  return JSON.stringify({
    version: 1,
    protection: 'passphrase',
    scrypt: { N: 2, r: 8, p: 1, salt: 'AAAA', ...scrypt },
    wrapped: 'AAAA',
  });
}
