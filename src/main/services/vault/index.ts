import type { VaultStatus } from '../../../shared/domain/status';
import type { HealthBook } from '../../gateway/health/types';
import type { KeyRow } from '../../storage/types';
import type { AgentTokenBook } from '../agent-token-book';
import type { ServiceDependencies } from '../dependencies';
import type { KeyBook } from '../key-book';
import type { SettingsService, StatusService, VaultService } from '../types';
import type { WorkspaceBook } from '../workspace-book';
import { createAutoLock } from './auto-lock';
import { DAMAGED, type DamagedKeys } from './damaged-keys';
import { createOwnerProof, type OwnerProof } from './owner-proof';
import { createPassphraseGuard } from './passphrase-guard';
import { createRekey } from './rekey';
import { watchTokenKey } from './token-key';
import { createVaultService } from './vault-service';

export { createDamagedKeys } from './damaged-keys';
export type { OwnerProof } from './owner-proof';

interface VaultCareParts
  extends Pick<ServiceDependencies, 'storage' | 'vault' | 'tokenHasher' | 'clock' | 'askPerson'> {
  readonly keys: KeyBook;
  readonly damaged: DamagedKeys;
  readonly agentTokens: AgentTokenBook;
  readonly workspaces: WorkspaceBook;
  readonly settings: SettingsService;
  /** Something in `status()` has changed that the vault itself does not tell of. */
  readonly onProgress: () => void;
}

/** What goes on around the vault: locking itself, encrypting again, what is damaged or void. */
export interface VaultCare {
  status(): VaultStatus;
  /** Asked before all keys are handed out at once. */
  readonly owner: OwnerProof;
  damagedKeys(): readonly KeyRow[];
  voidTokens(): number;
  /** A request has used a key. */
  touch(): void;
  /** The computer woke up. */
  wake(): void;
  service(status: StatusService): VaultService;
  /** Every part has told what it keeps sealed: what was begun in an earlier run may go on. */
  start(): void;
  dispose(): void;
}

export function createVaultCare(parts: VaultCareParts): VaultCare {
  const { vault, keys, damaged } = parts;
  const autoLock = createAutoLock(parts);
  const rekey = createRekey({ ...parts, onEnd: () => forgetBefore(parts.storage) });
  const tokenKey = watchTokenKey(parts);
  const guard = createPassphraseGuard(parts);
  const owner = createOwnerProof({ ...parts, guard });
  const endings = [
    vault.rekeying.keep({
      list: () => keys.list().map((row) => ({ rowId: row.id, sealed: row.sealed })),
      replace: (items) => keys.reseal(new Map(items.map(({ rowId, sealed }) => [rowId, sealed]))),
    }),
  ];
  const resume = () => void rekey.resume();
  return {
    status: () => ({
      ...vault.status(),
      keychain_available: vault.hasKeychain,
      rekey: rekey.status(),
    }),
    owner,
    damagedKeys: damaged.list,
    voidTokens: tokenKey.voidTokens,
    touch: autoLock.touch,
    wake: autoLock.check,
    service: (status) => createVaultService({ ...parts, status, rekey, autoLock, guard, owner }),
    start() {
      endings.push(vault.onChange(resume));
      resume();
    },
    dispose() {
      autoLock.dispose();
      rekey.stop();
      for (const end of endings) end();
    },
  };
}

/** Nothing on the disk may need the old data key, nor open with it. */
function forgetBefore({ configuration, forgetDeleted }: ServiceDependencies['storage']): void {
  configuration.dropCopy();
  forgetDeleted();
}

/** A damaged key is not healthy, whatever was last seen of it. */
export function withDamage(health: HealthBook, damaged: DamagedKeys): HealthBook {
  return {
    keyHealth: (id) => (damaged.has(id) ? DAMAGED : health.keyHealth(id)),
    providerHealth: (id) => health.providerHealth(id),
    quota: (provider, account) => health.quota(provider, account),
    resetKey: (id) => health.resetKey(id),
    forgetKey: (id) => health.forgetKey(id),
    wake: () => health.wake(),
    flush: () => health.flush(),
  };
}
