import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The largest multiple of 62 in a byte; bytes above it would favour the first characters. */
const UNBIASED_BYTES = 248;
const RANDOM_LENGTH = 26;
/** 62⁶ is more than 2³², so six characters hold a whole CRC-32. */
const CHECKSUM_LENGTH = 6;

export const AGENT_TOKEN_PREFIX = 'spideriq_pat_';
const AGENT_TOKEN = new RegExp(
  `^${AGENT_TOKEN_PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

/** `spideriq_pat_` and 32 base62 characters, the last 6 a checksum of the other 26 (about 155 random bits). */
export function makeAgentToken(): string {
  const body = randomBase62(RANDOM_LENGTH);
  return `${AGENT_TOKEN_PREFIX}${body}${checksumOf(body)}`;
}

/** Tells a mistyped token from an unknown one without a look-up. Proves nothing about its being valid. */
export function hasValidChecksum(token: string): boolean {
  const [, body, checksum] = AGENT_TOKEN.exec(token) ?? [];
  return body !== undefined && checksum === checksumOf(body);
}

/** The client credential of a workspace: `cli_…:key_…:secret_…`; with its `client_id`, where it has one already. */
export function makeWorkspaceCredential(clientId = `cli_${randomBase62(16)}`): {
  readonly clientId: string;
  readonly credential: string;
} {
  return { clientId, credential: `${clientId}:key_${randomBase62(24)}:secret_${randomBase62(40)}` };
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let position = 0; position < CHECKSUM_LENGTH; position += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < UNBIASED_BYTES) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
