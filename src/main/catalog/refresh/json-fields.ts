/** Reading answers nobody promised a shape for: whatever is not as expected is `null`. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, name);
  }
  return current;
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A number, also where it is written as text. */
export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The first of these that is a plausible count of tokens. */
export function asTokens(...values: readonly unknown[]): number | null {
  for (const value of values) {
    const count = asNumber(value);
    if (count !== null && Number.isInteger(count) && count > 0 && count <= 1e9) return count;
  }
  return null;
}

export function asList(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

export function asTexts(value: unknown): readonly string[] | null {
  return asList(value)?.filter((entry) => typeof entry === 'string') ?? null;
}

export function asEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
