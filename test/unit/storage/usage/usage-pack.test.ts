import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyCount, type UsageCount } from '../../../../src/main/storage/usage/usage-count';
import { addPack, encodePack, type SetCounts } from '../../../../src/main/storage/usage/usage-pack';
import { createUsageSums, NUMBERS } from '../../../../src/main/storage/usage/usage-sums';
import { COUNTERS } from '../../../../src/main/storage/usage/usage-tables';

/** Every width of a column, and what only floating point holds. */
const number = fc.oneof(
  fc.constant(0),
  ...[1, 2, 3, 4, 5, 6].map((bytes) => fc.integer({ min: 0, max: 2 ** (8 * bytes) - 1 })),
  fc.integer({ min: 2 ** 48, max: 2 ** 50 }),
  fc.integer({ min: -1000, max: -1 }),
);
const spread = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 2 ** 33 })),
  {
    selector: ([step]) => step,
    maxLength: 20,
  },
);
const count = fc
  .tuple(fc.array(number, { minLength: COUNTERS.length, maxLength: COUNTERS.length }), spread, spread)
  .map(([numbers, total, firstToken]): UsageCount => {
    const made = { ...emptyCount(), totalSpread: new Map(total), firstTokenSpread: new Map(firstToken) };
    COUNTERS.forEach((name, index) => {
      made[name] = numbers[index] ?? 0;
    });
    return made;
  });
const sets: fc.Arbitrary<SetCounts> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 300 }), count), { selector: ([set]) => set, maxLength: 12 })
  .map((entries) => new Map(entries));

function decode(...packs: readonly Uint8Array[]): SetCounts {
  const sum: SetCounts = new Map();
  for (const pack of packs) addPack(sum, pack);
  return sum;
}

it('what is packed comes out as it was, numbers of all sizes too', () => {
  fc.assert(fc.property(sets, (made) => void expect(decode(encodePack(made))).toEqual(made)));
});

it('a year fits: a spread with ten million in one step, a cost of a billion dollars', () => {
  const year = { ...emptyCount(), requests: 1e7, cost: 1e18, totalSpread: new Map([[200, 1e7]]) };
  expect(decode(encodePack(new Map([[1, year]]))).get(1)).toEqual(year);
});

it('one of a newer format is refused and not taken for something else', () => {
  const pack = encodePack(new Map([[1, emptyCount()]]));
  pack[0] = 2;
  expect(() => decode(pack)).toThrow('newer');
});

/** The quick reading of answers must never differ from the plain one of what is put together. */
it('read for some groups alone, packs give what decoding and adding up by hand gives', () => {
  const group = fc.integer({ min: -1, max: 2 });
  fc.assert(
    fc.property(
      fc.array(sets, { maxLength: 4 }),
      fc.array(group, { minLength: 301, maxLength: 301 }),
      (made, groups) => {
        const placeOf = Int32Array.from(groups);
        const sums = createUsageSums(3);
        // Once for nothing: what was there before must be gone.
        for (const each of made) sums.addPack(encodePack(each), placeOf);
        sums.clear();
        for (const each of made) sums.addPack(encodePack(each), placeOf);
        const plain = decode(...made.map(encodePack));
        for (const place of [0, 1, 2]) {
          const read = new Float64Array(NUMBERS.length);
          sums.readNumbers(place, read);
          const own = [...plain].filter(([set]) => placeOf[set] === place).map(([, each]) => each);
          COUNTERS.forEach((name, index) => {
            expect(read[index]).toBe(own.reduce((sum, each) => sum + each[name], 0));
          });
          for (const [index, field] of (['totalSpread', 'firstTokenSpread'] as const).entries()) {
            const counts = index === 0 ? sums.parts.spreads.total : sums.parts.spreads.first_token;
            for (let step = 0; step < 256; step += 1) {
              const wanted = own.reduce((sum, each) => sum + (each[field].get(step) ?? 0), 0);
              expect(counts.counts[place * 256 + step]).toBe(wanted);
            }
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
