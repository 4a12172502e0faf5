import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { z } from 'zod';
import { SealBrokenError } from './errors';
import { DATA_KEY_BYTES, seal, unseal } from './seal';

const CONTEXT = 'spidergate data key';
const SALT_BYTES = 16;
/** About 0.3 s and 128 MiB on a laptop: OWASP's first choice for scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;

/** A data key under a passphrase. The limits keep a tampered record from eating all memory. */
export const passphraseWrapped = z.strictObject({
  version: z.literal(1),
  protection: z.literal('passphrase'),
  scrypt: z.strictObject({
    N: z
      .int()
      .min(2)
      .max(2 ** 20),
    r: z.int().min(1).max(16),
    p: z.int().min(1).max(4),
    salt: z.base64().min(1),
  }),
  wrapped: z.base64().min(1),
});

type PassphraseWrapped = z.output<typeof passphraseWrapped>;

export async function wrapWithPassphrase(
  dataKey: Uint8Array,
  passphrase: string,
): Promise<PassphraseWrapped> {
  const parameters = { ...COST, salt: randomBytes(SALT_BYTES).toString('base64') };
  const wrappingKey = await deriveKey(passphrase, parameters);
  const wrapped = seal(wrappingKey, CONTEXT, dataKey).toString('base64');
  wrappingKey.fill(0);
  return { version: 1, protection: 'passphrase', scrypt: parameters, wrapped };
}

/** `null`: wrong passphrase (or a changed record, which looks the same). */
export async function unwrapWithPassphrase(
  record: PassphraseWrapped,
  passphrase: string,
): Promise<Buffer | null> {
  const wrappingKey = await deriveKey(passphrase, record.scrypt);
  try {
    return unseal(wrappingKey, CONTEXT, Buffer.from(record.wrapped, 'base64'));
  } catch (error) {
    if (error instanceof SealBrokenError) return null;
    throw error;
  } finally {
    wrappingKey.fill(0);
  }
}

/** In the thread pool, so that requests are served meanwhile. NFKC: the same passphrase on every keyboard. */
function deriveKey(passphrase: string, { N, r, p, salt }: PassphraseWrapped['scrypt']): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      DATA_KEY_BYTES,
      options,
      (error, key) => {
        if (error) reject(error);
        else resolve(key);
      },
    );
  });
}
