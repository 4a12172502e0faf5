import { newPassphrase } from '../../../shared/ipc/vault';
import { SpiderGateError } from '../../gateway/errors';
import type { Storage } from '../../storage/types';
import type { GuardChange, GuardRefusal, Vault } from '../../vault/types';
import { conflict, refuse, vaultClosed } from '../refusals';
import type { StatusService, VaultService } from '../types';
import type { AutoLock } from './auto-lock';
import type { DamagedKeys } from './damaged-keys';
import { explainingDamage } from './explain-damage';
import type { OwnerProof } from './owner-proof';
import type { PassphraseGuard } from './passphrase-guard';
import type { Rekey } from './rekey';

interface VaultServiceParts {
  readonly storage: Pick<Storage, 'forgetDeleted'>;
  readonly vault: Vault;
  readonly status: StatusService;
  readonly guard: PassphraseGuard;
  readonly owner: OwnerProof;
  readonly rekey: Rekey;
  readonly autoLock: AutoLock;
  readonly damaged: DamagedKeys;
}

export function createVaultService(parts: VaultServiceParts): VaultService {
  const { vault, status, guard, owner, rekey, autoLock } = parts;
  const isUnderPassphrase = () => vault.status().protection === 'passphrase';

  /** Through the guard where a passphrase is tried, so that guessing is slow whichever way it is done. */
  async function change(param: string, attempt: () => Promise<GuardChange>): Promise<void> {
    let answer: GuardChange = { ok: true };
    const tell = async () => {
      answer = await attempt();
      return answer.ok || answer.reason !== 'wrong_passphrase';
    };
    if (isUnderPassphrase()) await guard.admit(param, tell);
    else await tell();
    requireChange(answer, vault);
    // The data key under the passphrase before must not be left in a file.
    parts.storage.forgetDeleted();
  }

  return {
    async unlock({ passphrase }) {
      await explainingDamage(() => unlock(parts, passphrase));
      return status.get();
    },
    lock() {
      vault.lock();
      return status.get();
    },
    async changePassphrase({ current_passphrase: current, new_passphrase: next }) {
      await explainingDamage(() => change('current_passphrase', () => vault.changePassphrase(current, next)));
      return status.get();
    },
    async setProtection({ protection, passphrase }) {
      if (vault.status().state === 'unavailable') throw vaultClosed(vault.status());
      // Whoever chooses the passphrase can open everything with it from now on.
      if (protection === 'passphrase' && !isUnderPassphrase())
        await owner.demand({ act: 'choose_passphrase', param: 'passphrase' });
      await explainingDamage(() => change('passphrase', () => vault.moveTo(protection, passphrase)));
      return status.get();
    },
    async rekey({ passphrase }) {
      if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
      if (rekey.status() === null) await begin(parts, passphrase, change);
      // Not waited for: the status tells how far it is, and the log if the disk refuses.
      void rekey.resume();
      return status.get();
    },
    async touch() {
      autoLock.touch();
    },
    async systemAway() {
      autoLock.systemAway();
    },
  };
}

async function unlock({ vault, guard }: VaultServiceParts, passphrase: string | undefined): Promise<void> {
  const { state, protection } = vault.status();
  if (protection === 'os_keychain') {
    if (await vault.unlock('')) return;
    throw new SpiderGateError(
      'vault_locked',
      'The keychain of this computer does not open the vault. Unlock the keychain, then try again.',
    );
  }
  if (passphrase === undefined) throw refuse('passphrase', 'passphrase is needed.');
  if (state === 'unavailable') {
    const problem = newPassphrase.safeParse(passphrase).error?.issues[0]?.message;
    if (problem !== undefined) throw refuse('passphrase', `passphrase ${problem}.`);
  }
  await guard.admit('passphrase', () => vault.unlock(passphrase));
}

type Change = (param: string, attempt: () => Promise<GuardChange>) => Promise<void>;

/** What cannot be opened now would be lost for good with the data key that might still open it one day. */
async function begin(
  parts: VaultServiceParts,
  passphrase: string | undefined,
  change: Change,
): Promise<void> {
  const { vault, rekey, damaged } = parts;
  if (vault.status().protection === 'passphrase' && passphrase === undefined)
    throw refuse('passphrase', 'passphrase is needed.');
  const unreadable = rekey.unreadable();
  if (unreadable.length > 0) {
    const names = damaged.list().map((row) => `${row.provider} · ${row.label}`);
    const which = names.length === 0 ? unreadable.join(', ') : names.join(', ');
    throw conflict(`Some entries of the vault are damaged (${which}). Delete them first, then start again.`);
  }
  await change('passphrase', () => rekey.begin(passphrase ?? ''));
}

const REFUSALS: Readonly<Record<Exclude<GuardRefusal, 'locked'>, () => SpiderGateError>> = {
  wrong_passphrase: () => refuse('passphrase', 'This is not the passphrase of the vault.'),
  no_keychain: () =>
    conflict(
      'No keychain that can be trusted was found on this computer, or it refused. Nothing has changed.',
    ),
  not_needed: () => conflict('The vault is protected that way already.', 'protection'),
};

function requireChange(answer: GuardChange, vault: Vault): void {
  if (answer.ok) return;
  throw answer.reason === 'locked' ? vaultClosed(vault.status()) : REFUSALS[answer.reason]();
}
