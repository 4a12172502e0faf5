import { AEAD_ChaCha20Poly1305, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from '@panva/hpke-noble';
import { CipherSuite } from 'hpke';
import type { InviteFacts } from './invite-token';
import type { SealedBox } from './sealed-box';

/**
 * RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; all of it in plain script, because a
 * page that came over plain HTTP has no WebCrypto. What it is for and the invite's id are in `info`, so nothing that was
 * sealed for one purpose or invite opens as another.
 */
export interface Binding {
  readonly purpose: string;
  /** Checked, not sealed. */
  readonly aad: string;
}

function createSuite() {
  return new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305);
}

export async function sealForVault(
  { id, sealingKey }: Pick<InviteFacts, 'id' | 'sealingKey'>,
  plain: Uint8Array,
  { purpose, aad }: Binding,
): Promise<SealedBox> {
  const suite = createSuite();
  const { encapsulatedSecret, ciphertext } = await suite.Seal(
    await suite.DeserializePublicKey(sealingKey),
    plain,
    { info: bindTo(purpose, id), aad: encode(aad) },
  );
  return { inviteId: id, encapsulated: encapsulatedSecret, sealed: ciphertext };
}

/** `null`: altered, or sealed for another purpose, invite or vault. Nothing tells which. */
export async function openInVault(
  { inviteId, encapsulated, sealed }: SealedBox,
  privateKey: Uint8Array,
  { purpose, aad }: Binding,
): Promise<Uint8Array | null> {
  const suite = createSuite();
  try {
    return await suite.Open(await suite.DeserializePrivateKey(privateKey), encapsulated, sealed, {
      info: bindTo(purpose, inviteId),
      aad: encode(aad),
    });
  } catch {
    return null;
  }
}

function bindTo(purpose: string, inviteId: Uint8Array): Uint8Array {
  const text = encode(purpose);
  const info = new Uint8Array(text.length + inviteId.length);
  info.set(text);
  info.set(inviteId, text.length);
  return info;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
