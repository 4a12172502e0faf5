import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { SealBrokenError } from './errors';
import { decrypt, encrypt, unseal } from './seal';

/** Version 1 named no data key: there was only one. */
const FIRST_LAYOUT = 1;
const LAYOUT_VERSION = 2;
const ID_BYTES = 4;
const HEAD_BYTES = 1 + ID_BYTES;

/**
 * The data keys in memory: the current one, under which everything is sealed from now on, and while the vault
 * is being re-encrypted the one before it. A seal names its data key: version byte ‖ key's id ‖ nonce ‖ ciphertext ‖ tag.
 */
export class DataKeys {
  readonly #bytes: readonly [Buffer, ...Buffer[]];
  readonly #head: Buffer;
  /** By id. Prepared once: preparing one for every key that is used would take longer than using it. */
  readonly #prepared: ReadonlyMap<number, KeyObject>;

  /** Takes the buffers over; `forget` wipes them. */
  constructor(current: Buffer, retired: readonly Buffer[]) {
    this.#bytes = [current, ...retired];
    this.#head = Buffer.concat([Buffer.of(LAYOUT_VERSION), idOf(current)]);
    this.#prepared = new Map(
      this.#bytes.map((key) => [idOf(key).readUInt32BE(), createSecretKey(key)] as const),
    );
  }

  get current(): Buffer {
    return this.#bytes[0];
  }

  seal(rowId: string, plain: Uint8Array): Buffer {
    return Buffer.concat([this.#head, encrypt(this.current, rowId, plain)]);
  }

  /** Throws SealBrokenError. */
  open(rowId: string, sealed: Uint8Array): Buffer {
    if (sealed[0] === FIRST_LAYOUT) return this.#openFirstLayout(rowId, sealed);
    if (sealed[0] !== LAYOUT_VERSION || sealed.length < HEAD_BYTES) throw new SealBrokenError();
    const key = this.#prepared.get(readId(sealed));
    if (!key) throw new SealBrokenError();
    return decrypt(key, rowId, sealed.subarray(HEAD_BYTES));
  }

  isCurrent(sealed: Uint8Array): boolean {
    return sealed.length >= HEAD_BYTES && this.#head.equals(sealed.subarray(0, HEAD_BYTES));
  }

  forget(): void {
    for (const key of this.#bytes) key.fill(0);
  }

  #openFirstLayout(rowId: string, sealed: Uint8Array): Buffer {
    for (const key of this.#prepared.values()) {
      try {
        return unseal(key, rowId, sealed);
      } catch (error) {
        if (!(error instanceof SealBrokenError)) throw error;
      }
    }
    throw new SealBrokenError();
  }
}

/** Derived, so that it cannot get lost or be exchanged; four bytes of a hash tell nothing of 32 random ones. */
function idOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('spidergate data key id').update(key).digest().subarray(0, ID_BYTES);
}

function readId(sealed: Uint8Array): number {
  return new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength).getUint32(1);
}
