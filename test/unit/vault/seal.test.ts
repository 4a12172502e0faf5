import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { SealBrokenError } from '../../../src/main/vault';
import type { Vault } from '../../../src/main/vault/types';
import { MemorySettings, makeKeychain, openTestVault } from './vault-fixtures';

let vault: Vault;
beforeAll(async () => {
  vault = await openTestVault(new MemorySettings(), { keyWrapping: makeKeychain() });
});

const text = fc.string({ unit: 'binary', maxLength: 300 });

it('what is sealed opens again, and two seals of the same are not alike', () => {
  fc.assert(
    fc.property(text, text, (rowId, secret) => {
      const sealed = vault.seal(rowId, secret);
      expect(vault.open(rowId, sealed)).toBe(secret);
      expect(Buffer.from(vault.seal(rowId, secret)).equals(sealed)).toBe(false);
    }),
  );
});

it('one changed byte anywhere, the layout byte included, is noticed', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 255 }), (secret, place, change) => {
      const sealed = Buffer.from(vault.seal('key_1', secret));
      const index = place % sealed.length;
      sealed[index] = (sealed[index] ?? 0) ^ change;
      expect(() => vault.open('key_1', sealed)).toThrow(SealBrokenError);
    }),
  );
});

it('a seal cut short or grown is noticed', () => {
  const sealed = Buffer.from(vault.seal('key_1', 'sk-secret'));
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => vault.open('key_1', sealed.subarray(0, length))).toThrow(SealBrokenError);
  }
  expect(() => vault.open('key_1', Buffer.concat([sealed, Buffer.of(0)]))).toThrow(SealBrokenError);
});

it('a seal moved to another row does not open there', () => {
  fc.assert(
    fc.property(text, text, (rowId, otherId) => {
      fc.pre(rowId !== otherId);
      expect(() => vault.open(otherId, vault.seal(rowId, 'sk-secret'))).toThrow(SealBrokenError);
    }),
  );
});

it('the error about a broken seal holds nothing of the secret', () => {
  const sealed = Buffer.from(vault.seal('key_1', 'sk-marked-secret'));
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  let shown = '';
  try {
    vault.open('key_1', sealed);
  } catch (error) {
    shown = inspect(error, { depth: null, showHidden: true });
  }
  expect(shown).toContain('SealBrokenError');
  expect(shown).not.toContain('marked');
});
