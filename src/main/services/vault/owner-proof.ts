import type { PersonalAct } from '../../../shared/domain/personal-act';
import type { Clock } from '../../gateway/ports';
import type { Vault } from '../../vault/types';
import type { ServiceDependencies } from '../dependencies';
import { conflict, refuse } from '../refusals';
import { explainingDamage } from './explain-damage';
import type { PassphraseGuard } from './passphrase-guard';

/** The command line waits a little longer for its answer. */
const PATIENCE_MS = 60_000;

/** Every program of the user reaches the Control API; this keeps them from leaving with all keys unnoticed. */
export interface OwnerProof {
  /**
   * By the vault's own passphrase; where a keychain guards it, by somebody at the screen who says yes.
   * Throws SpiderGateError where that fails, and then nothing may be done.
   */
  demand(wish: OwnerWish): Promise<void>;
}

interface OwnerWish {
  readonly act: PersonalAct;
  /** Where the passphrase came in. */
  readonly param: string;
  readonly passphrase?: string | undefined;
}

interface OwnerProofParts extends Pick<ServiceDependencies, 'askPerson'> {
  readonly vault: Vault;
  readonly guard: PassphraseGuard;
  readonly clock: Pick<Clock, 'after'>;
}

export function createOwnerProof({ vault, guard, clock, askPerson }: OwnerProofParts): OwnerProof {
  let isAsking = false;

  async function askOnce(act: PersonalAct): Promise<boolean> {
    if (askPerson === null)
      throw conflict(
        'The keychain guards this vault, so somebody has to agree at the screen, and this SpiderGate has none.',
      );
    // Questions that pile up would be agreed to by mistake.
    if (isAsking) throw conflict('SpiderGate is asking at the screen already. Answer that first.');
    isAsking = true;
    try {
      return await withPatience(askPerson(act), clock);
    } finally {
      isAsking = false;
    }
  }

  return {
    async demand({ act, param, passphrase }) {
      if (vault.status().protection === 'passphrase') {
        if (passphrase === undefined)
          throw refuse(param, `${param} is needed: the passphrase that unlocks the vault.`);
        await explainingDamage(() => guard.admit(param, () => vault.isPassphrase(passphrase)));
      } else if (!(await askOnce(act))) {
        throw conflict('Nobody at the screen agreed to it. Nothing was done.');
      }
    },
  };
}

function withPatience(answer: Promise<boolean>, { after }: Pick<Clock, 'after'>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = after(PATIENCE_MS, () => resolve(false));
    answer.then(resolve, reject).finally(cancel);
  });
}
