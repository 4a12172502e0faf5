import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasValidChecksum,
  makeAgentToken,
  makeWorkspaceCredential,
  maskSecret,
} from '../../../src/main/vault';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('agent tokens', () => {
  it('have the documented form, a valid checksum, and are never alike', () => {
    const tokens = Array.from({ length: 500 }, makeAgentToken);
    for (const token of tokens) {
      expect(token).toMatch(/^spideriq_pat_[0-9A-Za-z]{32}$/);
      expect(hasValidChecksum(token)).toBe(true);
    }
    expect(new Set(tokens).size).toBe(500);
  });

  it('end in the CRC-32 of the rest, so that those given out once stay valid', () => {
    expect(hasValidChecksum(`spideriq_pat_${'0'.repeat(26)}${toBase62(crc32Of('0'.repeat(26)))}`)).toBe(true);
  });

  it('with any one character changed are recognised as mistyped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 44 }), fc.string({ minLength: 1, maxLength: 1 }), (place, replacement) => {
        const token = makeAgentToken();
        fc.pre(token[place] !== replacement);
        expect(hasValidChecksum(token.slice(0, place) + replacement + token.slice(place + 1))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    'spideriq_pat_',
    'sk-1234',
    `${makeAgentToken()}0`,
    ` ${makeAgentToken()}`,
    `${makeAgentToken()}\n`,
  ])('are not mistaken for: %j', (text) => {
    expect(hasValidChecksum(text)).toBe(false);
  });

  it('use every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 2000; index += 1) {
      for (const character of makeAgentToken().slice(13, 39)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = (2000 * 26) / 62;
    // 839 expected each, standard deviation 29; a plain `byte % 62` gives the first eight 1016.
    for (const character of ALPHABET) expect(counts.get(character)).toBeLessThan(expected + 6 * 29);
    expect(counts.size).toBe(62);
  });
});

it('workspace credentials carry their client id and are never alike', () => {
  const { clientId, credential } = makeWorkspaceCredential();
  expect(credential).toMatch(/^cli_[0-9A-Za-z]{16}:key_[0-9A-Za-z]{24}:secret_[0-9A-Za-z]{40}$/);
  expect(credential.startsWith(`${clientId}:`)).toBe(true);
  expect(makeWorkspaceCredential().credential).not.toBe(credential);
});

describe('masks', () => {
  const body = 'Q7w2E9r4T1y6U3i8O5p0x9f2';

  it.each([
    [`gsk_${body}`, 'gsk_…x9f2'],
    [`sk-proj-${body}`, 'sk-proj-…x9f2'],
    [`sk-or-v1-${body}`, 'sk-or-…x9f2'],
    [`sk-ant-api03-${body}`, 'sk-ant-…x9f2'],
    [`github_pat_${body}`, 'github_…x9f2'],
    [`longvendor_${body}`, '…x9f2'],
    [`AIza${body}`, '…x9f2'],
    [body, '…x9f2'],
    ['_'.repeat(30), '…____'],
    ['gsk_short', '…'],
    ['hunter2', '…'],
    ['', '…'],
  ])('%s → %s', (secret, masked) => {
    expect(maskSecret(secret)).toBe(masked);
  });

  it('of our own tokens keep the prefix by which people know them', () => {
    const token = makeAgentToken();
    expect(maskSecret(token)).toBe(`spideriq_pat_…${token.slice(-4)}`);
  });

  it('show at most 8 characters at the start and 4 at the end, and leave at least 12 out', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (secret) => {
        const masked = maskSecret(secret);
        const [start = '', end = ''] = [
          masked.slice(0, masked.lastIndexOf('…')),
          masked.slice(masked.lastIndexOf('…') + 1),
        ];
        expect(start.length).toBeLessThanOrEqual(8);
        expect(end.length).toBeLessThanOrEqual(4);
        if (masked !== '…') expect(secret.length - start.length - end.length).toBeGreaterThanOrEqual(12);
      }),
    );
  });
});

function toBase62(value: number): string {
  const digits = Array.from({ length: 6 }, (_, index) =>
    ALPHABET.charAt(Math.floor(value / 62 ** (5 - index)) % 62),
  );
  return digits.join('');
}

/** Bit by bit, to not trust the table of the code under test. */
function crc32Of(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
