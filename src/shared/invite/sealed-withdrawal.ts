import type { InviteFacts } from './invite-token';
import { openInVault, sealForVault } from './seal-for-vault';
import { type SealedBox, WITHDRAWAL_PREFIX, writeSealedBox } from './sealed-box';
import { readWithdrawalCode } from './withdrawal-code';

/** No more: the vault forgets the signed invite once its key has come. */
const BINDING = { purpose: 'spidergate invite withdrawal 1', aad: '' } as const;

/** From a contributor's file, which can send nothing: the code, so that nobody on the way learns it. All are of one length. */
export async function sealWithdrawal(
  invite: Pick<InviteFacts, 'id' | 'sealingKey'>,
  code: string,
): Promise<string> {
  const box = await sealForVault(invite, new TextEncoder().encode(code), BINDING);
  return writeSealedBox(WITHDRAWAL_PREFIX, box);
}

/** The code; `null`: altered, of another vault, or no code. Nothing tells which. */
export async function openWithdrawal(box: SealedBox, privateKey: Uint8Array): Promise<string | null> {
  const plain = await openInVault(box, privateKey, BINDING);
  return plain && readWithdrawalCode(new TextDecoder().decode(plain));
}
