import type { UsageMember } from '../../../shared/domain/usage';
import { type JsonBytes, toBytes } from './json-bytes';
import type { Places, StoredPack } from './usage-source';
import { createUsageSums, type UsageSums } from './usage-sums';
import { createNumberWriter } from './usage-text';

const COMMA = toBytes(',');

interface LineParts {
  readonly groups: readonly (UsageMember | null)[];
  readonly placeOf: Places['placeOf'];
  readonly show: (start: number) => string;
}

/** A `UsageLine` for each group in each bucket, and everything together. */
export function writeLines(
  out: JsonBytes,
  packs: Iterable<StoredPack>,
  { groups, placeOf, show }: LineParts,
): UsageSums {
  const all = createUsageSums(1);
  const bucket = createUsageSums(groups.length);
  const names = groups.map((group) => toBytes(`,"group":${JSON.stringify(group)},`));
  let begun: number | null = null;
  const writeNumbers = createNumberWriter(out);
  let isFirst = true;
  const finish = (begin: number) => {
    const start = toBytes(`{"start":${JSON.stringify(show(begin))}`);
    names.forEach((name, place) => {
      if (bucket.requestsOf(place) === 0) return;
      if (!isFirst) out.raw(COMMA);
      isFirst = false;
      out.raw(start);
      out.raw(name);
      writeNumbers(bucket, place);
    });
    all.addAll(bucket);
    bucket.clear();
  };
  for (const { start, pack } of packs) {
    if (begun !== null && start !== begun) finish(begun);
    begun = start;
    bucket.addPack(pack, placeOf);
  }
  if (begun !== null) finish(begun);
  return all;
}
