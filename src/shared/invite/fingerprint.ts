import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const SHOWN_BYTES = 16;

/** What two people compare, e.g. `3f0a 91c2 …`: 128 bits of the hash of the vault's signing key, in eight groups. */
export function fingerprintOf(signingKey: Uint8Array): string {
  const hex = bytesToHex(sha256(signingKey).subarray(0, SHOWN_BYTES));
  return (hex.match(/.{4}/g) ?? []).join(' ');
}
