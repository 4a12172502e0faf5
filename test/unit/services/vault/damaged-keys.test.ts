import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServiceWorld, type ServiceWorld } from '../../../support/service-world';
import { errorOf } from '../service-fixtures';

const SECRETS = ['gsk_the-first-key-of-this-test', 'gsk_another-key-of-this-test', 'gsk_the-third-key-of-it'];

async function makeWorld() {
  const world = await createServiceWorld();
  const ids = SECRETS.map((api_key) => world.services.keys.create({ provider_name: 'groq', api_key }).id);
  return { world, ids };
}

const rowOf = (world: ServiceWorld, id: string) => {
  const row = world.storage.keys.list().find((each) => each.id === id);
  if (!row) throw new Error('no such key');
  return row;
};

const damagedOf = (world: ServiceWorld) =>
  world.services.keys
    .list()
    .filter(({ health }) => health.last_error_code === 'key_damaged')
    .map(({ id }) => id);

describe('a stored key that was tampered with', () => {
  it('is found at the start, named, and costs only itself', async () => {
    const { world, ids } = await makeWorld();
    const [first = '', second = '', third = ''] = ids;
    const sealed = Uint8Array.from(rowOf(world, second).sealed);
    sealed[30] = (sealed[30] ?? 0) ^ 1;
    world.storage.keys.reseal(new Map([[second, sealed]]));
    const again = await world.restart();
    expect(damagedOf(again)).toEqual([second]);
    expect(again.vaultCare.damagedKeys().map(({ label }) => label)).toEqual([rowOf(again, second).label]);
    expect(again.services.status.get().counts.damaged_keys).toBe(1);
    expect(again.keyRing.isDamaged(second)).toBe(true);
    expect(again.keyRing.secretOf(second)).toEqual({ ok: false, reason: 'damaged' });
    expect(again.keyRing.secretOf(first)).toEqual({ ok: true, secret: SECRETS[0] });
    expect(again.keyRing.secretOf(third)).toEqual({ ok: true, secret: SECRETS[2] });
    again.services.keys.delete(second);
    expect(again.services.status.get().counts.damaged_keys).toBe(0);
  });

  it('whichever byte it was, what was sealed never opens as something else', async () => {
    const { world, ids } = await makeWorld();
    const [id = ''] = ids;
    const good = rowOf(world, id).sealed;
    for (let index = 0; index < good.length; index += 1) {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 255 }), (change) => {
          const bad = Uint8Array.from(good);
          bad[index] = (bad[index] ?? 0) ^ change;
          expect(() => world.vault.open(id, bad)).toThrow('cannot be decrypted');
        }),
        { numRuns: 8 },
      );
    }
  });

  it('two that were exchanged are both damaged, the third is not', async () => {
    const { world, ids } = await makeWorld();
    const [first = '', second = '', third = ''] = ids;
    const swapped = new Map([
      [first, rowOf(world, second).sealed],
      [second, rowOf(world, first).sealed],
    ]);
    world.storage.keys.reseal(swapped);
    const again = await world.restart();
    expect(damagedOf(again)).toEqual([first, second]);
    expect(again.keyRing.secretOf(third)).toEqual({ ok: true, secret: SECRETS[2] });
  });

  it('keeps everything from being encrypted again, and the refusal names it', async () => {
    const { world, ids } = await makeWorld();
    const [first = ''] = ids;
    world.storage.keys.reseal(new Map([[first, new Uint8Array(5)]]));
    const again = await world.restart();
    await expect(again.services.vault.rekey({})).rejects.toThrow('groq · ');
    again.services.keys.delete(first);
    await again.services.vault.rekey({});
    expect(again.services.status.get().vault.rekey).not.toMatchObject({ state: 'stuck' });
  });

  it('is not looked for while the vault is locked', async () => {
    const { world } = await makeWorld();
    world.vault.lock();
    expect(world.services.status.get().counts.damaged_keys).toBe(0);
    expect(
      errorOf(() => world.services.keys.create({ provider_name: 'groq', api_key: 'gsk_x-y' })).code,
    ).toBe('vault_locked');
  });
});
