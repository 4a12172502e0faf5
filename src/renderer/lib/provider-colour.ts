import { chooseHue } from './monogram';

/** A provider's categorical colour where it stands for itself, e.g. in a chart; `null`: nobody's. */
export function writeProviderColour(id: string | null, shown: 'light' | 'dark'): string {
  const lightness = shown === 'light' ? 64 : 68;
  if (id === null) return `oklch(${lightness + 8}% 0.01 265)`;
  const { hue, chroma } = chooseHue(id);
  return `oklch(${lightness}% ${0.125 * chroma} ${hue})`;
}
