import { fromBase64url, toBase64url } from './base64url';
import { INVITE_ID_BYTES } from './invite-token';

/**
 * What a contributor's page sends to a vault, as it travels: a prefix and base64url of
 * version 1 ‖ invite id 16 ‖ HPKE encapsulation 32 ‖ ciphertext. Opening it is in `seal-for-vault.ts`.
 */
export interface SealedBox {
  readonly inviteId: Uint8Array;
  readonly encapsulated: Uint8Array;
  readonly sealed: Uint8Array;
}

export const REPLY_PREFIX = 'sgr1';
export const WITHDRAWAL_PREFIX = 'sgw1';
export type BoxPrefix = typeof REPLY_PREFIX | typeof WITHDRAWAL_PREFIX;

/** More than any of them needs: a key has at most 4096 characters. */
const LONGEST_BOX = 16_000;
const LAYOUT_VERSION = 1;
const ENCAPSULATED_BYTES = 32;
const ENCAPSULATED_AT = 1 + INVITE_ID_BYTES;
const SEALED_AT = ENCAPSULATED_AT + ENCAPSULATED_BYTES;

export function writeSealedBox(prefix: BoxPrefix, { inviteId, encapsulated, sealed }: SealedBox): string {
  const bytes = new Uint8Array(SEALED_AT + sealed.length);
  bytes[0] = LAYOUT_VERSION;
  bytes.set(inviteId, 1);
  bytes.set(encapsulated, ENCAPSULATED_AT);
  bytes.set(sealed, SEALED_AT);
  return prefix + toBase64url(bytes);
}

/** The outer form alone; `null` when it is none of this kind. Blanks and line breaks of a chat do no harm. */
export function readSealedBox(prefix: BoxPrefix, text: string): SealedBox | null {
  const plain = text.replaceAll(/\s+/g, '');
  if (!plain.startsWith(prefix) || plain.length > LONGEST_BOX) return null;
  const bytes = fromBase64url(plain.slice(prefix.length));
  if (bytes === null || bytes.length <= SEALED_AT || bytes[0] !== LAYOUT_VERSION) return null;
  return {
    inviteId: bytes.slice(1, ENCAPSULATED_AT),
    encapsulated: bytes.slice(ENCAPSULATED_AT, SEALED_AT),
    sealed: bytes.slice(SEALED_AT),
  };
}
