type WithoutNothing<T> = { -readonly [K in keyof T]?: Exclude<T[K], null> };

/** Leaves out what is `null`: in a document, what is not there says the same, and is easier to read. */
export function withoutNothing<T extends object>(value: T): WithoutNothing<T> {
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  // The keys and values are those of T, except the ones just left out.
  return Object.fromEntries(entries) as WithoutNothing<T>;
}
