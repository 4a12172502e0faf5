import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { SealBrokenError } from './errors';

const LAYOUT_VERSION = 1;
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const DATA_KEY_BYTES = 32;

/** A version byte before what `encrypt` gives. For what has one key only, e.g. a data key under a passphrase. */
export function seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(LAYOUT_VERSION), encrypt(key, context, plain)]);
}

/** Throws SealBrokenError, which says nothing about the content. */
export function unseal(key: KeyObject | Uint8Array, context: string, sealed: Uint8Array): Buffer {
  if (sealed[0] !== LAYOUT_VERSION) throw new SealBrokenError();
  return decrypt(key, context, sealed.subarray(1));
}

/**
 * AES-256-GCM with a fresh random nonce: nonce ‖ ciphertext ‖ tag. The context is authenticated but not
 * stored, so that a sealed value moved to another row does not open there.
 */
export function encrypt(key: KeyObject | Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

/** Throws SealBrokenError. */
export function decrypt(key: KeyObject | Uint8Array, context: string, encrypted: Uint8Array): Buffer {
  if (encrypted.length < NONCE_BYTES + TAG_BYTES) throw new SealBrokenError();
  const nonce = encrypted.subarray(0, NONCE_BYTES);
  const body = encrypted.subarray(NONCE_BYTES, encrypted.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(encrypted.subarray(encrypted.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw new SealBrokenError();
  }
}
