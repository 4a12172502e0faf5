import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '../../../../src/shared/invite/base64url';
import { fingerprintOf } from '../../../../src/shared/invite/fingerprint';
import { LONGEST_INVITE_TOKEN, readInviteToken } from '../../../../src/shared/invite/invite-token';
import { makeWithdrawalCode, readWithdrawalCode } from '../../../../src/shared/invite/withdrawal-code';
import { makeTestVault } from '../../../support/invite-fixtures';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const vault = makeTestVault();

describe('an invite token', () => {
  it('says what was signed, whatever the label is written in', () => {
    const { token, facts } = vault.invite({ label: 'Schlüssel von 艾达 🗝' });
    expect(readInviteToken(token)).toEqual({ ...facts, id: Uint8Array.from(facts.id) });
  });

  it('fits into one part of a path at its longest', () => {
    const { token } = vault.invite({ provider: 'p'.repeat(63), label: '艾'.repeat(60) });
    expect(token.length).toBeLessThanOrEqual(LONGEST_INVITE_TOKEN);
    expect(readInviteToken(token)?.label).toBe('艾'.repeat(60));
  });

  it('is refused with any one character changed, dropped or added', () => {
    const { token } = vault.invite();
    for (let index = 0; index < token.length; index += 1) {
      const other = LETTERS[(LETTERS.indexOf(token.charAt(index)) + 1 + (index % 60)) % 64] ?? '';
      expect(
        readInviteToken(token.slice(0, index) + other + token.slice(index + 1)),
        `at ${index}`,
      ).toBeNull();
    }
    expect(readInviteToken(token.slice(0, -1))).toBeNull();
    expect(readInviteToken(`${token}A`)).toBeNull();
  });

  it('is refused when somebody else signs for the same vault', () => {
    const mallory = makeTestVault();
    const { token } = mallory.invite({ signingKey: vault.signing.publicKey });
    expect(readInviteToken(token)).toBeNull();
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 500 }).map((bytes) => `sgi1${toBase64url(bytes)}`),
        ),
        (text) => {
          expect(readInviteToken(text)).toBeNull();
        },
      ),
    );
  });
});

it('bytes have one spelling only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
    }),
  );
  // The last character has bits to spare: "AB" would be read as "AA".
  expect(fromBase64url('AB')).toBeNull();
  expect(fromBase64url('AA==')).toBeNull();
});

it('a fingerprint belongs to one signing key', () => {
  const own = fingerprintOf(vault.signing.publicKey);
  expect(own).toMatch(/^(?:[0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  expect(fingerprintOf(makeTestVault().signing.publicKey)).not.toBe(own);
});

describe('a withdrawal code', () => {
  it('is read however it was typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 25, maxLength: 25 }), (random) => {
        const code = makeWithdrawalCode(random);
        expect(readWithdrawalCode(code)).toBe(code);
        const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`;
        expect(readWithdrawalCode(typed)).toBe(code);
      }),
    );
  });

  it('is nothing else', () => {
    for (const text of ['', 'SGW', 'SGW-ABCDE', `SGW-${'A'.repeat(26)}`, `SGX-${'A'.repeat(25)}`, 'sgr1AAAA'])
      expect(readWithdrawalCode(text)).toBeNull();
  });
});
