import { createSpreadSum } from './latency-counts';
import type { CountRow } from './usage-numbers';
import { COUNTERS, SPREADS } from './usage-tables';

type Summed = { -readonly [Field in keyof CountRow]: CountRow[Field] };

/** What is left of each row when the same row of `less` is taken away; rows of which nothing is left are dropped. */
export function subtractRows(rows: readonly CountRow[], less: readonly CountRow[]): readonly CountRow[] {
  const known = new Map(less.map((row) => [placeOf(row), row]));
  const spread = createSpreadSum();
  const left: CountRow[] = [];
  for (const row of rows) {
    const taken = known.get(placeOf(row));
    if (taken === undefined) {
      left.push(row);
      continue;
    }
    if (row.requests <= taken.requests) continue;
    const rest: Summed = { ...row };
    for (const name of COUNTERS) rest[name] -= taken[name];
    for (const name of SPREADS) {
      spread.clear();
      spread.add(row[name]);
      spread.subtract(taken[name]);
      rest[name] = spread.encode();
    }
    left.push(rest);
  }
  return left;
}

function placeOf({ start, member }: CountRow): string {
  return `${start} ${member}`;
}
