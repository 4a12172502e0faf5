const ZERO = 48;
const POINT = 46;
const BILLION = 1e9;
const BILLION_DIGITS = 9;
const LEAST_SIZE = 64 * 1024;
const MOST_EXPECTED = 8 * 1024 * 1024;
/** What is reserved and never touched costs nothing; what is copied does. */
const GROWTH = 4;
/** More than any number takes. */
const NUMBER_ROOM = 32;
const POWERS = Array.from({ length: BILLION_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * JSON text written straight into memory that can be handed to another thread. Making objects and then text of them
 * takes twice the time, most of it for clearing them away.
 */
export interface JsonBytes {
  /** As it is. */
  raw(text: Uint8Array): void;
  /** `units` / 10^`digits`, exactly: whole numbers, tenths, nano-dollars. NaN becomes `null`. */
  decimal(units: number, digits: number): void;
  /** What was written; the writer is not to be used any more. */
  take(): Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `expected`: about how many bytes there will be; what grows later is copied. */
export function createJsonBytes(expected = 0): JsonBytes {
  let bytes = new Uint8Array(Math.max(LEAST_SIZE, Math.min(expected, MOST_EXPECTED)));
  let length = 0;

  function reserve(room: number): void {
    if (length + room <= bytes.length) return;
    const more = new Uint8Array(Math.max(bytes.length * GROWTH, length + room));
    more.set(bytes.subarray(0, length));
    bytes = more;
  }

  function raw(text: Uint8Array): void {
    reserve(text.length);
    const [target, begin] = [bytes, length];
    for (let index = 0; index < text.length; index += 1) target[begin + index] = text[index] ?? 0;
    length = begin + text.length;
  }

  /** Below a billion, where whole numbers are quick. */
  function digits(value: number, least: number): void {
    const target = bytes;
    const end = length + Math.max(least, countDigits(value));
    let rest = value | 0;
    for (let at = end - 1; at >= length; at -= 1) {
      const more = (rest / 10) | 0;
      target[at] = ZERO + rest - more * 10;
      rest = more;
    }
    length = end;
  }

  function whole(value: number): void {
    if (value < BILLION) {
      digits(value, 1);
      return;
    }
    const high = Math.floor(value / BILLION);
    whole(high);
    digits(value - high * BILLION, BILLION_DIGITS);
  }

  return {
    raw,
    decimal(units, places) {
      const unit = POWERS[places] ?? 1;
      if (!Number.isSafeInteger(units) || units < 0) {
        raw(toBytes(JSON.stringify(units / unit)));
        return;
      }
      reserve(NUMBER_ROOM);
      if (places === 0) {
        whole(units);
        return;
      }
      const high = Math.floor(units / unit);
      whole(high);
      if (units === high * unit) return;
      bytes[length] = POINT;
      length += 1;
      digits(units - high * unit, places);
      while (bytes[length - 1] === ZERO) length -= 1;
    },
    take: () => bytes.subarray(0, length),
  };
}

function countDigits(value: number): number {
  let count = 1;
  for (let reach = 10; reach <= value; reach *= 10) count += 1;
  return count;
}
