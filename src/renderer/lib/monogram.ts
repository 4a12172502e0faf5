/** Two letters: of the first two words, else the first two of the only one. */
export function writeInitials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = '?', second] = words;
  if (second !== undefined) return (first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
  return first.slice(0, 1).toUpperCase() + first.slice(1, 2).toLowerCase();
}

const HUES = 24;
/** Chosen so that the providers most people have lie far apart on the colour circle. */
const HASH_SEED = 895;

/** A provider keeps its colour for ever: it depends on the id alone. */
export function chooseHue(id: string): { readonly hue: number; readonly chroma: number } {
  let hash = HASH_SEED;
  for (const letter of id) {
    hash ^= letter.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 16777619) >>> 0;
  }
  hash ^= hash >>> 15;
  const place = (hash >>> 0) % (HUES * 2);
  return { hue: ((place % HUES) * 360) / HUES, chroma: place < HUES ? 1 : 0.6 };
}
