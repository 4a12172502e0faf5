import { AEAD_ChaCha20Poly1305, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from '@panva/hpke-noble';
import fc from 'fast-check';
import { CipherSuite } from 'hpke';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '../../../../src/shared/invite/base64url';
import { openReply, readSealedReply, sealReply } from '../../../../src/shared/invite/sealed-reply';
import { answerInvite, makeTestVault, WITHDRAWAL_CODE } from '../../../support/invite-fixtures';

const SECRET = 'gsk_contributed-secret-0123456789';
const vault = makeTestVault();

async function tryOpen(text: string, token: string, privateKey = vault.sealing.secretKey) {
  const reply = readSealedReply(text);
  return reply && openReply(reply, token, privateKey);
}

it('the suite opens the vector of RFC 9180, appendix A.2.1', async () => {
  const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305);
  const plain = await suite.Open(
    await suite.DeserializePrivateKey(
      hex('8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb'),
    ),
    hex('1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a'),
    hex('1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28'),
    { info: hex('4f6465206f6e2061204772656369616e2055726e'), aad: hex('436f756e742d30') },
  );
  expect(Buffer.from(plain).toString()).toBe('Beauty is truth, truth beauty');
});

describe('a sealed reply', () => {
  it('opens for its invite and its vault, even after a chat has broken its lines', async () => {
    const { token } = vault.invite();
    const text = await answerInvite(token, SECRET, WITHDRAWAL_CODE, { account_id: 'abc' });
    const expected = { apiKey: SECRET, fields: { account_id: 'abc' }, withdrawalCode: WITHDRAWAL_CODE };
    expect(await tryOpen(text, token)).toEqual(expected);
    expect(await tryOpen(` ${text.replace(/.{60}/g, '$&\n')}\n`, token)).toEqual(expected);
  });

  it('does not open with any one byte changed', async () => {
    const { token } = vault.invite();
    const text = await answerInvite(token, SECRET);
    const bytes = fromBase64url(text.slice(4)) ?? new Uint8Array();
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Uint8Array.from(bytes);
      altered[index] = (altered[index] ?? 0) ^ (1 << (index % 8));
      expect(await tryOpen(`sgr1${toBase64url(altered)}`, token), `byte ${index}`).toBeNull();
    }
    // X25519 itself ignores the top bit of a point.
    const altered = Uint8Array.from(bytes);
    altered[48] = (altered[48] ?? 0) ^ 0x80;
    expect(await tryOpen(`sgr1${toBase64url(altered)}`, token)).toBeNull();
  });

  it('does not open cut short, or for another invite, another vault or another label', async () => {
    const { token, facts } = vault.invite();
    const text = await answerInvite(token, SECRET);
    expect(await tryOpen(text.slice(0, -4), token)).toBeNull();
    expect(await tryOpen(text, vault.invite().token)).toBeNull();
    expect(await tryOpen(text, vault.invite({ id: facts.id, label: 'somebody else' }).token)).toBeNull();
    expect(await tryOpen(text, token, makeTestVault().sealing.secretKey)).toBeNull();
  });

  it('tells nothing of the length of the key', async () => {
    const { token } = vault.invite();
    const lengths = await Promise.all(
      [4, 50, 200].map(async (length) => (await answerInvite(token, 'k'.repeat(length))).length),
    );
    expect(new Set(lengths).size).toBe(1);
  });

  it('is the same twice for nobody', async () => {
    const { token } = vault.invite();
    expect(await answerInvite(token, SECRET)).not.toBe(await answerInvite(token, SECRET));
  });

  it('is nothing when what was sealed is not what a page of ours seals', async () => {
    const { token, facts } = vault.invite();
    const text = await sealReply({ token, facts }, { apiKey: SECRET, fields: {}, withdrawalCode: 'mine' });
    expect(await tryOpen(text, token)).toBeNull();
  });

  it('never throws, whatever it is given', async () => {
    const { token } = vault.invite();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await tryOpen(`sgr1${toBase64url(bytes)}`, token)).toBeNull();
      }),
      { numRuns: 50 },
    );
    expect(readSealedReply(`sgr1${'A'.repeat(20_000)}`)).toBeNull();
  });
});
