import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { SealBrokenError } from './errors';

const LAYOUT_VERSION = 1;
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

export const DATA_KEY_BYTES = 32;

/**
 * AES-256-GCM with a fresh random nonce: version byte ‖ nonce ‖ ciphertext ‖ tag. The context is
 * authenticated but not stored, so that a sealed value moved to another row does not open there.
 */
export function seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(LAYOUT_VERSION), nonce, body, cipher.getAuthTag()]);
}

/** Throws SealBrokenError, which says nothing about the content. */
export function unseal(key: KeyObject | Uint8Array, context: string, sealed: Uint8Array): Buffer {
  if (sealed.length < OVERHEAD_BYTES || sealed[0] !== LAYOUT_VERSION) throw new SealBrokenError();
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const body = sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw new SealBrokenError();
  }
}
