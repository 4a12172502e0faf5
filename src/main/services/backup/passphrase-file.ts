import { randomBytes, scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Decrypter, Encrypter, type Identity, type Recipient, Stanza } from 'age-encryption';

const STANZA = 'scrypt';
const LABEL = 'age-encryption.org/v1/scrypt';
const SALT_BYTES = 16;
const FILE_KEY_BYTES = 16;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
/** As the age command writes it: about a second and 256 MiB. */
export const USUAL_WORK_FACTOR = 18;
/** A file must not be able to ask for more memory than a computer has. */
const HIGHEST_WORK_FACTOR = 19;

export type OpenedFile =
  | { readonly ok: true; readonly content: Uint8Array }
  /** `passphrase`: wrong, or its part of the header was altered, which looks the same. */
  | { readonly ok: false; readonly reason: 'passphrase' | 'altered' | 'foreign' };

/** An age file (age-encryption.org/v1) under a passphrase: `age -d` opens it too. */
export async function writePassphraseFile(
  content: Uint8Array,
  passphrase: string,
  workFactor: number,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipientOf(passphrase, workFactor));
  return encrypter.encrypt(content);
}

export async function readPassphraseFile(file: Uint8Array, passphrase: string): Promise<OpenedFile> {
  const decrypter = new Decrypter();
  const identity = identityOf(passphrase);
  decrypter.addIdentity(identity);
  try {
    return { ok: true, content: await decrypter.decrypt(file) };
  } catch {
    return { ok: false, reason: identity.state() };
  }
}

/**
 * The library's own goes through scrypt on the thread that calls it, and requests would wait a second. This one does
 * the same in Node's thread pool.
 */
function recipientOf(passphrase: string, workFactor: number): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const key = await deriveKey(passphrase, salt, workFactor);
      const body = chacha20poly1305(key, new Uint8Array(12)).encrypt(fileKey);
      key.fill(0);
      return [new Stanza([STANZA, toBase64(salt), String(workFactor)], body)];
    },
  };
}

interface WatchedIdentity extends Identity {
  /** Why a file did not open, as far as it was asked. */
  state(): 'passphrase' | 'altered' | 'foreign';
}

function identityOf(passphrase: string): WatchedIdentity {
  let state: ReturnType<WatchedIdentity['state']> = 'foreign';
  return {
    state: () => state,
    async unwrapFileKey(stanzas) {
      const stanza = readStanza(stanzas);
      if (stanza === null) return null;
      state = 'passphrase';
      const key = await deriveKey(passphrase, stanza.salt, stanza.workFactor);
      const fileKey = openFileKey(key, stanza.body);
      key.fill(0);
      if (fileKey !== null) state = 'altered';
      return fileKey;
    },
  };
}

/** `null`: not a file under a passphrase alone. */
function readStanza(stanzas: readonly Stanza[]) {
  const [stanza] = stanzas;
  if (!stanza || stanzas.length !== 1) return null;
  const [kind, salt = '', factor = '', ...more] = stanza.args;
  if (kind !== STANZA || more.length > 0 || !/^[1-9][0-9]?$/.test(factor)) return null;
  const bytes = Buffer.from(salt, 'base64');
  const workFactor = Number(factor);
  const isFit = bytes.length === SALT_BYTES && toBase64(bytes) === salt && workFactor <= HIGHEST_WORK_FACTOR;
  const isWhole = stanza.body.length === FILE_KEY_BYTES + TAG_BYTES;
  return isFit && isWhole ? { salt: bytes, workFactor, body: stanza.body } : null;
}

function openFileKey(key: Uint8Array, body: Uint8Array): Uint8Array | null {
  try {
    return chacha20poly1305(key, new Uint8Array(12)).decrypt(body);
  } catch {
    return null;
  }
}

/** NFKC: the same passphrase on every keyboard. */
function deriveKey(passphrase: string, salt: Uint8Array, workFactor: number): Promise<Buffer> {
  const N = 2 ** workFactor;
  const options = { N, r: 8, p: 1, maxmem: 256 * N * 8 };
  const labelled = Buffer.concat([Buffer.from(LABEL, 'utf8'), salt]);
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), labelled, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** As age writes it: without padding. */
function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
