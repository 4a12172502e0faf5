import { AEAD_ChaCha20Poly1305, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from '@panva/hpke-noble';
import { CipherSuite } from 'hpke';
import { fromBase64url, toBase64url } from './base64url';
import { INVITE_ID_BYTES, type InviteFacts } from './invite-token';
import { readWithdrawalCode } from './withdrawal-code';

/**
 * A contributed key on its way: `sgr1` and base64url of version 1 ‖ invite id 16 ‖ HPKE encapsulation 32 ‖ ciphertext.
 * RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; all of it in plain script, because a
 * page that came over plain HTTP has no WebCrypto. The invite id is in `info`, the whole invite in `aad`.
 */
export interface Contribution {
  readonly apiKey: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Only the contributor keeps it. */
  readonly withdrawalCode: string;
}

/** More than any reply needs: a key has at most 4096 characters. */
const LONGEST_SEALED_REPLY = 16_000;

const PREFIX = 'sgr1';
const LAYOUT_VERSION = 1;
const ENCAPSULATED_BYTES = 32;
const ENCAPSULATED_AT = 1 + INVITE_ID_BYTES;
const SEALED_AT = ENCAPSULATED_AT + ENCAPSULATED_BYTES;
/** Filled up to a multiple of this, so that the length of a key does not show. */
const PADDING_BYTES = 512;
const PURPOSE = 'spidergate invite reply 1';

function createSuite() {
  return new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305);
}

export async function sealReply(
  invite: { readonly token: string; readonly facts: InviteFacts },
  contribution: Contribution,
): Promise<string> {
  const suite = createSuite();
  const { id, sealingKey } = invite.facts;
  const { encapsulatedSecret, ciphertext } = await suite.Seal(
    await suite.DeserializePublicKey(sealingKey),
    writeContribution(contribution),
    { info: bindTo(id), aad: encode(invite.token) },
  );
  const reply = new Uint8Array(SEALED_AT + ciphertext.length);
  reply[0] = LAYOUT_VERSION;
  reply.set(id, 1);
  reply.set(encapsulatedSecret, ENCAPSULATED_AT);
  reply.set(ciphertext, SEALED_AT);
  return PREFIX + toBase64url(reply);
}

export interface SealedReply {
  readonly inviteId: Uint8Array;
  readonly encapsulated: Uint8Array;
  readonly sealed: Uint8Array;
}

/** The outer form alone; `null` when it is no reply. Blanks and line breaks of a chat do no harm. */
export function readSealedReply(text: string): SealedReply | null {
  const plain = text.replaceAll(/\s+/g, '');
  if (!plain.startsWith(PREFIX) || plain.length > LONGEST_SEALED_REPLY) return null;
  const bytes = fromBase64url(plain.slice(PREFIX.length));
  if (bytes === null || bytes.length <= SEALED_AT || bytes[0] !== LAYOUT_VERSION) return null;
  return {
    inviteId: bytes.slice(1, ENCAPSULATED_AT),
    encapsulated: bytes.slice(ENCAPSULATED_AT, SEALED_AT),
    sealed: bytes.slice(SEALED_AT),
  };
}

/** `null`: altered, sealed for another invite or another vault, or not what a page of ours seals. Nothing tells which. */
export async function openReply(
  reply: SealedReply,
  token: string,
  privateKey: Uint8Array,
): Promise<Contribution | null> {
  const suite = createSuite();
  try {
    const plain = await suite.Open(
      await suite.DeserializePrivateKey(privateKey),
      reply.encapsulated,
      reply.sealed,
      { info: bindTo(reply.inviteId), aad: encode(token) },
    );
    return readContribution(plain);
  } catch {
    return null;
  }
}

function bindTo(inviteId: Uint8Array): Uint8Array {
  const purpose = encode(PURPOSE);
  const info = new Uint8Array(purpose.length + inviteId.length);
  info.set(purpose);
  info.set(inviteId, purpose.length);
  return info;
}

function writeContribution({ apiKey, fields, withdrawalCode }: Contribution): Uint8Array {
  const plain = encode(JSON.stringify({ api_key: apiKey, fields, withdrawal_code: withdrawalCode }));
  const padded = new Uint8Array(Math.ceil(plain.length / PADDING_BYTES) * PADDING_BYTES).fill(0x20);
  padded.set(plain);
  return padded;
}

function readContribution(plain: Uint8Array): Contribution | null {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  if (typeof value !== 'object' || value === null) return null;
  if (!('api_key' in value) || typeof value.api_key !== 'string') return null;
  if (!('withdrawal_code' in value) || typeof value.withdrawal_code !== 'string') return null;
  const withdrawalCode = readWithdrawalCode(value.withdrawal_code);
  const fields = readFields('fields' in value ? value.fields : {});
  if (withdrawalCode === null || fields === null) return null;
  return { apiKey: value.api_key, fields, withdrawalCode };
}

function readFields(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return null;
    fields[name] = text;
  }
  return fields;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
