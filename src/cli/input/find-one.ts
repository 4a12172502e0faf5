import { misused } from '../failures';

/** The one thing that is meant by an id or a name. Throws when there is none, or more than one of that name. */
export function findOne<T extends { readonly id: string }>(
  things: readonly T[],
  meant: string,
  { kind, namesOf }: { readonly kind: string; readonly namesOf: (thing: T) => readonly string[] },
): T {
  const exact = things.find(({ id }) => id === meant);
  if (exact) return exact;
  const named = things.filter((thing) => namesOf(thing).includes(meant));
  const [first] = named;
  if (!first) throw misused(`There is no ${kind} with the id or name "${meant}".`);
  if (named.length > 1)
    throw misused(
      `"${meant}" is the name of ${named.length} ${kind}s; use an id: ${named.map(({ id }) => id).join(', ')}.`,
    );
  return first;
}
