import { ed25519 } from '@noble/curves/ed25519.js';
import { fromBase64url, toBase64url } from './base64url';

/**
 * An invite as it travels: `sgi1` and base64url of
 * version 1 ‖ id 16 ‖ expiry 4 (seconds since 1970, big endian) ‖ sealing key 32 ‖ signing key 32 ‖
 * length of the provider 1 ‖ provider ‖ label ‖ Ed25519 signature 64 over everything before it.
 */
export interface InviteFacts {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly provider: string;
  readonly label: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** X25519, 32 bytes: what the contributed key is sealed to. */
  readonly sealingKey: Uint8Array;
  /** Ed25519, 32 bytes: whose fingerprint is compared. */
  readonly signingKey: Uint8Array;
}

export const INVITE_ID_BYTES = 16;
const PUBLIC_KEY_BYTES = 32;
/** A token fits into one part of a path. */
export const LONGEST_INVITE_TOKEN = 600;

const PREFIX = 'sgi1';
const LAYOUT_VERSION = 1;
const SIGNATURE_BYTES = 64;
const EXPIRY_AT = 1 + INVITE_ID_BYTES;
const SEALING_KEY_AT = EXPIRY_AT + 4;
const SIGNING_KEY_AT = SEALING_KEY_AT + PUBLIC_KEY_BYTES;
const PROVIDER_LENGTH_AT = SIGNING_KEY_AT + PUBLIC_KEY_BYTES;
const PROVIDER_AT = PROVIDER_LENGTH_AT + 1;

export function writeInviteToken(facts: InviteFacts, sign: (message: Uint8Array) => Uint8Array): string {
  const provider = new TextEncoder().encode(facts.provider);
  const label = new TextEncoder().encode(facts.label);
  const body = new Uint8Array(PROVIDER_AT + provider.length + label.length);
  body[0] = LAYOUT_VERSION;
  body.set(facts.id, 1);
  new DataView(body.buffer).setUint32(EXPIRY_AT, facts.expiresAt);
  body.set(facts.sealingKey, SEALING_KEY_AT);
  body.set(facts.signingKey, SIGNING_KEY_AT);
  body[PROVIDER_LENGTH_AT] = provider.length;
  body.set(provider, PROVIDER_AT);
  body.set(label, PROVIDER_AT + provider.length);
  const token = new Uint8Array(body.length + SIGNATURE_BYTES);
  token.set(body);
  token.set(sign(body), body.length);
  return PREFIX + toBase64url(token);
}

/** `null`: no invite, or one whose signature does not fit the key it names. Whose key that is, is not judged here. */
export function readInviteToken(text: string): InviteFacts | null {
  if (!text.startsWith(PREFIX) || text.length > LONGEST_INVITE_TOKEN) return null;
  const token = fromBase64url(text.slice(PREFIX.length));
  if (token === null || token.length < PROVIDER_AT + SIGNATURE_BYTES) return null;
  const body = token.subarray(0, token.length - SIGNATURE_BYTES);
  const facts = readBody(body);
  if (facts === null) return null;
  return isSignedBy(facts.signingKey, body, token.subarray(body.length)) ? facts : null;
}

function readBody(body: Uint8Array): InviteFacts | null {
  if (body[0] !== LAYOUT_VERSION) return null;
  const labelAt = PROVIDER_AT + (body[PROVIDER_LENGTH_AT] ?? 0);
  if (labelAt > body.length) return null;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return {
      id: body.slice(1, EXPIRY_AT),
      expiresAt: new DataView(body.buffer, body.byteOffset).getUint32(EXPIRY_AT),
      sealingKey: body.slice(SEALING_KEY_AT, SIGNING_KEY_AT),
      signingKey: body.slice(SIGNING_KEY_AT, PROVIDER_LENGTH_AT),
      provider: decoder.decode(body.subarray(PROVIDER_AT, labelAt)),
      label: decoder.decode(body.subarray(labelAt)),
    };
  } catch {
    return null;
  }
}

function isSignedBy(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    // Strict, as RFC 8032 has it: no second signature of the same message can be made from a first one.
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
