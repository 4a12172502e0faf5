/** True when the list is empty, or holds the name itself or a glob that fits it; `*` stands for anything. */
export function isAllowed(allowed: readonly string[], name: string): boolean {
  return allowed.length === 0 || allowed.some((pattern) => fits(pattern, name));
}

/** A place is allowed by its full name or by its model's alone. */
export function isPlaceAllowed(
  allowed: readonly string[],
  place: { readonly provider: string; readonly model: string },
): boolean {
  return (
    allowed.length === 0 ||
    isAllowed(allowed, `${place.provider}/${place.model}`) ||
    isAllowed(allowed, place.model)
  );
}

function fits(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === name;
  const first = pattern.slice(0, star);
  if (!name.startsWith(first)) return false;
  // Nearly all are like `spideriq/*`.
  if (star === pattern.length - 1) return true;
  const parts = pattern.split('*');
  const last = parts.at(-1) ?? '';
  if (!name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
