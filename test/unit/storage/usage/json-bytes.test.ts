import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJsonBytes, toBytes } from '../../../../src/main/storage/usage/json-bytes';

function write(units: number, digits: number): string {
  const out = createJsonBytes();
  out.decimal(units, digits);
  return new TextDecoder().decode(out.take());
}

it('numbers are read as JSON writes them, to the last nano-dollar', () => {
  const units = fc.oneof(
    fc.maxSafeNat(),
    fc.nat(2000),
    fc.integer({ min: -2000, max: -1 }),
    fc.nat(20).map((power) => 10 ** power),
  );
  fc.assert(
    fc.property(units, fc.constantFrom(0, 1, 9), (value, digits) => {
      expect(JSON.parse(write(value, digits))).toBe(value / 10 ** digits);
    }),
    { numRuns: 2000 },
  );
});

it('no number at all is null, not a word that JSON does not know', () => {
  expect(write(Number.NaN, 1)).toBe('null');
});

it('text that outgrows its memory is whole', () => {
  const out = createJsonBytes();
  const word = toBytes('ä'.repeat(1000));
  for (let index = 0; index < 1000; index += 1) out.raw(word);
  expect(new TextDecoder().decode(out.take())).toBe('ä'.repeat(1_000_000));
});
