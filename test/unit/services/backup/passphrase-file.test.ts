import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  readPassphraseFile,
  writePassphraseFile,
} from '../../../../src/main/services/backup/passphrase-file';

const CHEAP = 2;
const PASSPHRASE = 'a long walk in the rain';
const content = Buffer.from('what is inside '.repeat(20));
const write = () => writePassphraseFile(content, PASSPHRASE, CHEAP);

it('gives back what was put in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200_000 }), fc.string(), async (bytes, passphrase) => {
      const opened = await readPassphraseFile(
        await writePassphraseFile(bytes, passphrase, CHEAP),
        passphrase,
      );
      expect(opened.ok && Buffer.compare(opened.content, bytes)).toBe(0);
    }),
    { numRuns: 30 },
  );
});

it('is a file that every other age program opens, and opens theirs', async () => {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PASSPHRASE);
  expect(Buffer.from(await decrypter.decrypt(await write()))).toEqual(content);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(CHEAP);
  const opened = await readPassphraseFile(await encrypter.encrypt(content), PASSPHRASE);
  expect(opened.ok && Buffer.from(opened.content)).toEqual(content);
});

it('does not open when any one byte was altered', async () => {
  const file = await write();
  for (let at = 0; at < file.length; at += 1) {
    for (const flip of [1, 0x80]) {
      const altered = Uint8Array.from(file, (byte, index) => (index === at ? byte ^ flip : byte));
      expect(await readPassphraseFile(altered, PASSPHRASE), `byte ${at}`).toMatchObject({ ok: false });
    }
  }
});

it('does not open when any part of its end is missing, or something was added', async () => {
  const file = await write();
  for (let length = 0; length < file.length; length += 1) {
    expect(await readPassphraseFile(file.slice(0, length), PASSPHRASE), `${length} bytes`).toMatchObject({
      ok: false,
    });
  }
  const longer = Buffer.concat([file, Buffer.of(0)]);
  expect(await readPassphraseFile(longer, PASSPHRASE)).toEqual({ ok: false, reason: 'altered' });
});

it('tells a wrong passphrase from a damaged file and from no such file at all', async () => {
  const file = await write();
  const reasonOf = async (bytes: Uint8Array, passphrase: string) => {
    const opened = await readPassphraseFile(bytes, passphrase);
    return opened.ok ? null : opened.reason;
  };
  expect(await reasonOf(file, `${PASSPHRASE} `)).toBe('passphrase');
  expect(await reasonOf(file.slice(0, -1), PASSPHRASE)).toBe('altered');
  expect(await reasonOf(Buffer.from('{"format":"spidergate-config"}'), PASSPHRASE)).toBe('foreign');
  expect(await reasonOf(new Uint8Array(), PASSPHRASE)).toBe('foreign');
});

it('opens with the same passphrase typed on another keyboard', async () => {
  const file = await writePassphraseFile(content, 'cafe\u0301 au lait', CHEAP);
  expect(await readPassphraseFile(file, 'caf\u00e9 au lait')).toMatchObject({ ok: true });
});

it('does not let a file ask for all the memory there is', async () => {
  const file = Buffer.from(await write()).toString('latin1');
  const greedy = Buffer.from(file.replace(/^(-> scrypt \S+) 2$/m, '$1 30'), 'latin1');
  const started = performance.now();
  expect(await readPassphraseFile(greedy, PASSPHRASE)).toEqual({ ok: false, reason: 'foreign' });
  expect(performance.now() - started).toBeLessThan(200);
});
