import { expect, it } from 'vitest';
import { createOwnerProof } from '../../../../src/main/services/vault/owner-proof';
import { createPassphraseGuard } from '../../../../src/main/services/vault/passphrase-guard';
import { createSystemClock } from '../../../../src/main/system-clock';
import type { PersonalAct } from '../../../../src/shared/domain/personal-act';
import { createServiceWorld } from '../../../support/service-world';
import { codeOf } from '../service-fixtures';

const OF_VAULT = 'correct horse battery';
const OF_BACKUP = 'a passphrase of the thief';
const KEY = 'gsk_some-key-for-this-test';

it('an open vault gives no backup to who does not know its passphrase, and guessing is slowed down', async () => {
  const world = await createServiceWorld({ keychain: false });
  const { vault, keys, backup } = world.services;
  await vault.unlock({ passphrase: OF_VAULT });
  keys.create({ provider_name: 'groq', api_key: KEY });
  const make = (vault_passphrase?: string) =>
    codeOf(backup.create({ passphrase: OF_BACKUP, ...(vault_passphrase && { vault_passphrase }) }));
  expect(await make()).toBe('invalid_request_error vault_passphrase');
  for (const guess of ['one', 'two', OF_BACKUP]) {
    expect(await make(guess)).toBe('invalid_request_error vault_passphrase');
  }
  expect(await make(OF_VAULT)).toBe('rate_limit_exceeded vault_passphrase');
  // Guesses made here and elsewhere count together.
  expect(await codeOf(vault.unlock({ passphrase: OF_VAULT }))).toBe('rate_limit_exceeded passphrase');
});

it('a locked vault gives none, not even with its passphrase, and stays locked', async () => {
  const world = await createServiceWorld({ keychain: false });
  const { vault, backup } = world.services;
  await vault.unlock({ passphrase: OF_VAULT });
  vault.lock();
  const request = { passphrase: OF_BACKUP, vault_passphrase: OF_VAULT };
  expect(await codeOf(backup.create(request))).toBe('vault_locked null');
  await vault.unlock({ passphrase: OF_VAULT });
  const making = codeOf(backup.create(request));
  vault.lock();
  expect(await making).toBe('vault_locked null');
});

it.each([
  ['somebody at the screen says no', async () => false],
  ['nobody is at the screen', null],
])('under a keychain nothing is made and nothing moved when %s', async (_why, askPerson) => {
  const world = await createServiceWorld({ askPerson });
  const { vault, keys, backup, status } = world.services;
  keys.create({ provider_name: 'groq', api_key: KEY });
  expect(await codeOf(backup.create({ passphrase: OF_BACKUP }))).toBe('conflict null');
  // A passphrase that is not asked for proves nothing.
  expect(await codeOf(backup.create({ passphrase: OF_BACKUP, vault_passphrase: OF_BACKUP }))).toBe(
    'conflict null',
  );
  // The way round: choose the passphrase of the vault oneself, then make the backup with it.
  expect(
    await codeOf(vault.setProtection({ protection: 'passphrase', passphrase: 'a thief chose this' })),
  ).toBe('conflict null');
  expect(status.get().vault.protection).toBe('os_keychain');
  expect((await world.restart()).services.status.get().vault.state).toBe('unlocked');
});

it('says at the screen what is wanted', async () => {
  const asked: PersonalAct[] = [];
  const world = await createServiceWorld({
    askPerson: async (act) => {
      asked.push(act);
      return true;
    },
  });
  const { vault, backup } = world.services;
  expect((await backup.create({ passphrase: OF_BACKUP })).file.length).toBeGreaterThan(0);
  await vault.setProtection({ protection: 'passphrase', passphrase: OF_VAULT });
  expect(asked).toEqual(['make_backup', 'choose_passphrase']);
});

it('asks one question at a time, and takes silence for no', async () => {
  let patience: () => void = () => undefined;
  const after = (_ms: number, task: () => void) => {
    patience = task;
    return () => undefined;
  };
  const clock = { ...createSystemClock(), after };
  const { vault } = await createServiceWorld();
  let answer: (isAllowed: boolean) => void = () => undefined;
  let asked = 0;
  const proof = createOwnerProof({
    vault,
    clock,
    guard: createPassphraseGuard({ clock }),
    askPerson: () => {
      asked += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  const demand = () => codeOf(proof.demand({ act: 'make_backup', param: 'vault_passphrase' }));
  const first = demand();
  expect(await demand()).toBe('conflict null');
  expect(asked).toBe(1);
  patience();
  expect(await first).toBe('conflict null');
  // Too late: nobody waits for it any more.
  answer(true);
  const second = demand();
  answer(true);
  expect(await second).toBe('fine');
});
