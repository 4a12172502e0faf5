import { randomBytes } from 'node:crypto';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { type InviteFacts, readInviteToken, writeInviteToken } from '../../src/shared/invite/invite-token';
import { sealReply } from '../../src/shared/invite/sealed-reply';

export const WITHDRAWAL_CODE = 'SGW-ABCDE-FGHJK-MNPQR-STVWX-YZ012';

/** A vault of its own, as far as invites go. */
export function makeTestVault() {
  const signing = ed25519.keygen();
  const sealing = x25519.keygen();
  return {
    signing,
    sealing,
    invite(change: Partial<InviteFacts> = {}): { readonly token: string; readonly facts: InviteFacts } {
      const facts: InviteFacts = {
        id: randomBytes(16),
        provider: 'groq',
        label: 'from Ada',
        expiresAt: 1_800_000_000,
        sealingKey: sealing.publicKey,
        signingKey: signing.publicKey,
        ...change,
      };
      return { facts, token: writeInviteToken(facts, (message) => ed25519.sign(message, signing.secretKey)) };
    },
  };
}

/** What the contributor's page makes of a token it was given. */
export async function answerInvite(
  token: string,
  apiKey: string,
  withdrawalCode = WITHDRAWAL_CODE,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  const facts = readInviteToken(token);
  if (!facts) throw new Error('this is no invite');
  return sealReply({ token, facts }, { apiKey, fields, withdrawalCode });
}

/** The token at the end of a link. */
export function tokenOf(link: string | null): string {
  return link?.split('/').at(-1) ?? '';
}
