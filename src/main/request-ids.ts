import { randomFillSync } from 'node:crypto';

/** Crockford's base 32: no letters that are read as digits, and its order is the order of the values. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Every two characters there are, in their order: half the work of one at a time, and an id is made for each request. */
const PAIRS = Array.from({ length: 1024 }, (_, value) => `${ALPHABET[value >> 5]}${ALPHABET[value & 31]}`);
const POOL_BYTES = 1024;
const RANDOM_CHARACTERS = 12;

/**
 * Ids such as `req_01jd5…`: 10 characters of milliseconds, 4 of a counter within one, 12 at random. Within one run they
 * sort in the order they were given, also when the clock is set back.
 */
export function createRequestIds({ now }: { readonly now: () => number }): () => string {
  const random = createRandomCharacters();
  let lastMs = 0;
  let counter = 0;
  return () => {
    const ms = now();
    counter = ms > lastMs ? 0 : counter + 1;
    lastMs = Math.max(ms, lastMs);
    return `req_${encode(lastMs, 10)}${encode(counter, 4)}${random()}`;
  };
}

/** Takes random bytes in bulk: a call to the system for each request would cost more than all the rest. */
function createRandomCharacters(): () => string {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return () => {
    if (used + RANDOM_CHARACTERS > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    let text = '';
    const end = used + RANDOM_CHARACTERS;
    for (; used < end; used += 2)
      text += PAIRS[(((pool[used] ?? 0) & 31) << 5) | ((pool[used + 1] ?? 0) & 31)];
    return text;
  };
}

/** `characters`: an even number. */
function encode(value: number, characters: number): string {
  let text = '';
  let rest = value;
  for (let place = 0; place < characters; place += 2) {
    text = PAIRS[rest % 1024] + text;
    rest = Math.floor(rest / 1024);
  }
  return text;
}
