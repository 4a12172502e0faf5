/** Crockford's base32: no I, L, O and U, so that a code survives being read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 25;
const GROUP = /.{5}/g;
const PREFIX = 'SGW';

/** `SGW-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`, 125 bits of these 25 random bytes. */
export function makeWithdrawalCode(random: Uint8Array): string {
  if (random.length !== LETTERS) throw new Error('a withdrawal code takes 25 random bytes');
  const letters = Array.from(random, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return format(letters);
}

/** As it was made, however it was typed; `null` when it is no code. */
export function readWithdrawalCode(text: string): string | null {
  const plain = text
    .slice(0, 200)
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  if (!plain.startsWith(PREFIX)) return null;
  const letters = plain.slice(PREFIX.length).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (letters.length !== LETTERS) return null;
  return Array.from(letters).every((letter) => ALPHABET.includes(letter)) ? format(letters) : null;
}

function format(letters: string): string {
  return [PREFIX, ...(letters.match(GROUP) ?? [])].join('-');
}
