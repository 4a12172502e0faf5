import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRekey } from '../../../../src/main/services/vault/rekey';
import { SealBrokenError } from '../../../../src/main/vault';
import type { KeyWrapping, SealedItem, Vault } from '../../../../src/main/vault/types';
import { MemorySettings, makeKeychain, NO_KEYCHAIN, openTestVault } from '../../vault/vault-fixtures';

class Killed extends Error {}

/** A disk that stops taking writes: whatever the program does after the last one never happened. */
class Disk extends MemorySettings {
  readonly rows = new Map<string, Uint8Array>();
  writesLeft = Number.POSITIVE_INFINITY;

  override set(name: string, value: string): void {
    this.count();
    super.set(name, value);
  }
  write(items: readonly SealedItem[]): void {
    this.count();
    for (const { rowId, sealed } of items) this.rows.set(rowId, sealed);
  }
  count(): void {
    if (this.writesLeft === 0) throw new Killed();
    this.writesLeft -= 1;
  }
}

const clock = { soon: (task: () => void) => void setImmediate(task) };

/** One run of the program over what is on the disk. */
async function start(disk: Disk, keyWrapping: KeyWrapping, passphrase: string | null = null) {
  const vault = await openTestVault(disk, { keyWrapping, passphrase });
  vault.rekeying.keep({
    list: () => [...disk.rows].map(([rowId, sealed]) => ({ rowId, sealed })),
    replace: (items) => disk.write(items),
  });
  const rekey = createRekey({ vault, clock, onProgress: () => {}, onEnd: () => {} });
  return { vault, rekey };
}

function fill(disk: Disk, vault: Vault, count: number): void {
  for (let index = 0; index < count; index += 1) {
    disk.write([{ rowId: `row_${index}`, sealed: vault.seal(`row_${index}`, `secret ${index}`) }]);
  }
}

function readAll(disk: Disk, vault: Vault): readonly string[] {
  return [...disk.rows].map(([rowId, sealed]) => vault.open(rowId, sealed));
}

const secretsOf = (count: number) => Array.from({ length: count }, (_, index) => `secret ${index}`);

async function survive(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

describe('encrypting everything again', () => {
  it('leaves nothing under the old data key, which no longer opens anything', async () => {
    const disk = new Disk();
    const keychain = makeKeychain();
    const { vault, rekey } = await start(disk, keychain);
    fill(disk, vault, 60);
    const before = new Map(disk.rows);
    expect(await rekey.begin('')).toEqual({ ok: true });
    await rekey.resume();
    expect(rekey.status()).toBeNull();
    expect(readAll(disk, vault)).toEqual(secretsOf(60));
    const next = await start(disk, keychain);
    expect(readAll(disk, next.vault)).toEqual(secretsOf(60));
    expect(disk.record()).not.toContain('retired');
    for (const [rowId, sealed] of before) {
      expect(() => next.vault.open(rowId, sealed)).toThrow(SealBrokenError);
    }
  });

  it('killed after any write, and again, loses nothing and ends in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 70 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 }),
        async (count, kills) => {
          const disk = new Disk();
          const keychain = makeKeychain();
          const first = await start(disk, keychain);
          fill(disk, first.vault, count);
          disk.writesLeft = kills[0] ?? Number.POSITIVE_INFINITY;
          await survive(async () => {
            await first.rekey.begin('');
            await first.rekey.resume();
          });
          for (const kill of kills.slice(1)) {
            disk.writesLeft = kill;
            const run = await start(disk, keychain);
            expect(readAll(disk, run.vault)).toEqual(secretsOf(count));
            await survive(() => run.rekey.resume());
          }
          disk.writesLeft = Number.POSITIVE_INFINITY;
          const last = await start(disk, keychain);
          await last.rekey.resume();
          expect(last.rekey.status()).toBeNull();
          expect(disk.record()).not.toContain('retired');
          expect(readAll(disk, last.vault)).toEqual(secretsOf(count));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('goes on while rows are added, changed and deleted, and while the vault is locked in between', async () => {
    const step = fc.constantFrom('add', 'change', 'delete', 'lock', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const disk = new Disk();
        const { vault, rekey } = await start(disk, makeKeychain());
        fill(disk, vault, 60);
        const wanted = new Map(secretsOf(60).map((secret, index) => [`row_${index}`, secret]));
        await rekey.begin('');
        const put = (rowId: string, secret: string) => {
          disk.write([{ rowId, sealed: vault.seal(rowId, secret) }]);
          wanted.set(rowId, secret);
        };
        for (const [index, what] of steps.entries()) {
          if (what === 'add') put(`new_${index}`, 'new');
          if (what === 'change') put(`row_${index * 5}`, `changed ${index}`);
          if (what === 'delete') {
            disk.rows.delete(`row_${59 - index}`);
            wanted.delete(`row_${59 - index}`);
          }
          if (what === 'lock') {
            vault.lock();
            await rekey.resume();
            await vault.unlock('');
          }
          if (what === 'wait') await new Promise((resolve) => setImmediate(resolve));
        }
        while (rekey.status() !== null) await rekey.resume();
        const found = new Map([...disk.rows].map(([rowId, sealed]) => [rowId, vault.open(rowId, sealed)]));
        expect(found).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('tells how far it is', async () => {
    const disk = new Disk();
    const keychain = makeKeychain();
    const { vault, rekey } = await start(disk, keychain);
    fill(disk, vault, 60);
    disk.writesLeft = 2;
    await survive(async () => {
      await rekey.begin('');
      await rekey.resume();
    });
    const next = await start(disk, keychain);
    // Two writes: the new data key, and the first batch.
    expect(next.rekey.status()).toEqual({ state: 'waiting', done: 25, total: 60 });
    disk.writesLeft = Number.POSITIVE_INFINITY;
    const running = next.rekey.resume();
    expect(next.rekey.status()).toMatchObject({ state: 'running' });
    await running;
    expect(next.rekey.status()).toBeNull();
  });

  it('keeps the old data key while an entry is damaged: it may be put back from a backup', async () => {
    const disk = new Disk();
    const { vault, rekey } = await start(disk, makeKeychain());
    fill(disk, vault, 3);
    const good = disk.rows.get('row_1') ?? new Uint8Array();
    await rekey.begin('');
    const bad = Uint8Array.from(good, (byte, index) => (index === 20 ? byte ^ 1 : byte));
    disk.rows.set('row_1', bad);
    await rekey.resume();
    expect(rekey.status()).toEqual({ state: 'stuck', done: 2, total: 3 });
    expect(rekey.unreadable()).toEqual(['row_1']);
    disk.rows.set('row_1', good);
    await rekey.resume();
    expect(rekey.status()).toBeNull();
    expect(vault.open('row_1', disk.rows.get('row_1') ?? new Uint8Array())).toBe('secret 1');
  });

  it('does not begin twice, nor while locked, nor with a wrong passphrase', async () => {
    const disk = new Disk();
    const { vault, rekey } = await start(disk, NO_KEYCHAIN, 'a passphrase');
    fill(disk, vault, 1);
    const record = disk.record();
    expect(await rekey.begin('another one')).toEqual({ ok: false, reason: 'wrong_passphrase' });
    expect(disk.record()).toBe(record);
    vault.lock();
    expect(await rekey.begin('a passphrase')).toEqual({ ok: false, reason: 'locked' });
    expect(disk.record()).toBe(record);
    await vault.unlock('a passphrase');
    disk.writesLeft = 1;
    expect(await rekey.begin('a passphrase')).toEqual({ ok: true });
    await survive(() => rekey.resume());
    expect(await rekey.begin('a passphrase')).toEqual({ ok: false, reason: 'not_needed' });
    disk.writesLeft = Number.POSITIVE_INFINITY;
    const next = await start(disk, NO_KEYCHAIN, 'a passphrase');
    await next.rekey.resume();
    expect(readAll(disk, next.vault)).toEqual(['secret 0']);
  });
});
