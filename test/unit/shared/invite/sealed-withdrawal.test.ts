import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '../../../../src/shared/invite/base64url';
import { findReply } from '../../../../src/shared/invite/find-reply';
import { REPLY_PREFIX, readSealedBox, WITHDRAWAL_PREFIX } from '../../../../src/shared/invite/sealed-box';
import { openReply } from '../../../../src/shared/invite/sealed-reply';
import { openWithdrawal, sealWithdrawal } from '../../../../src/shared/invite/sealed-withdrawal';
import { answerInvite, makeTestVault, WITHDRAWAL_CODE } from '../../../support/invite-fixtures';

const vault = makeTestVault();

async function tryOpen(text: string, privateKey = vault.sealing.secretKey) {
  const box = readSealedBox(WITHDRAWAL_PREFIX, text);
  return box && openWithdrawal(box, privateKey);
}

describe('a sealed withdrawal', () => {
  it('opens for its vault alone, and shows nothing of the code on its way', async () => {
    const { facts } = vault.invite();
    const text = await sealWithdrawal(facts, WITHDRAWAL_CODE);
    expect(await tryOpen(text)).toBe(WITHDRAWAL_CODE);
    expect(await tryOpen(text, makeTestVault().sealing.secretKey)).toBeNull();
    expect(Buffer.from(text.slice(4), 'base64url').toString('latin1')).not.toContain('SGW');
    expect(await sealWithdrawal(facts, WITHDRAWAL_CODE)).not.toBe(text);
  });

  it('does not open with any one byte changed', async () => {
    const text = await sealWithdrawal(vault.invite().facts, WITHDRAWAL_CODE);
    const bytes = fromBase64url(text.slice(4)) ?? new Uint8Array();
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Uint8Array.from(bytes);
      altered[index] = (altered[index] ?? 0) ^ (1 << (index % 8));
      expect(await tryOpen(`sgw1${toBase64url(altered)}`), `byte ${index}`).toBeNull();
    }
  });

  it('is no reply, and a reply is none: what was sealed for one purpose opens as nothing else', async () => {
    const { token, facts } = vault.invite();
    const withdrawal = await sealWithdrawal(facts, WITHDRAWAL_CODE);
    const disguised = readSealedBox(REPLY_PREFIX, withdrawal.replace('sgw1', 'sgr1'));
    expect(disguised && (await openReply(disguised, token, vault.sealing.secretKey))).toBeNull();
    const reply = await answerInvite(token, 'gsk_contributed-0123456789');
    expect(await tryOpen(reply.replace('sgr1', 'sgw1'))).toBeNull();
  });

  it('never throws, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await tryOpen(`sgw1${toBase64url(bytes)}`)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a contributor has sent', () => {
  it('is recognised alone, in a link, in a message, and with its lines broken', async () => {
    const { token, facts } = vault.invite();
    const texts = {
      key: await answerInvite(token, 'gsk_contributed-0123456789'),
      withdrawal: await sealWithdrawal(facts, WITHDRAWAL_CODE),
    } as const;
    for (const kind of ['key', 'withdrawal'] as const)
      for (const text of [
        texts[kind],
        `spidergate://invite-reply#${texts[kind]}`,
        `Hello Grace,\n\n${texts[kind]}\n\nAda`,
        texts[kind].replace(/.{70}/g, '$&\r\n'),
      ])
        expect(findReply(text)?.kind, text).toBe(kind);
    for (const text of [WITHDRAWAL_CODE, WITHDRAWAL_CODE.toLowerCase(), `Please: ${WITHDRAWAL_CODE}. Thanks`])
      expect(findReply(text)).toEqual({ kind: 'code', code: WITHDRAWAL_CODE });
  });

  it('is nothing else', () => {
    for (const text of ['', 'hello', 'sgr1', 'sgw1AAAA', 'SGW-ABCDE', `SGW-${'A'.repeat(26)}`])
      expect(findReply(text), text).toBeNull();
  });
});
