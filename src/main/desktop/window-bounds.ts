export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
export const MINIMUM_SIZE = { width: 960, height: 640 } as const;

/** So much of the title bar must be on a screen for a window to be caught again. */
const GRIP = { width: 120, height: 40 } as const;

/** The remembered bounds, unless the screen they were on is gone; then only the size, to be centred. */
export function fitBounds(saved: Bounds | null, workAreas: readonly Bounds[]): Partial<Bounds> {
  if (saved === null) return DEFAULT_SIZE;
  const size = {
    width: Math.max(saved.width, MINIMUM_SIZE.width),
    height: Math.max(saved.height, MINIMUM_SIZE.height),
  };
  const reachable = workAreas.some((area) => showsTitleBar(saved, area));
  return reachable ? { x: saved.x, y: saved.y, ...size } : size;
}

function showsTitleBar(window: Bounds, area: Bounds): boolean {
  const shownWidth = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const topInside = window.y >= area.y && window.y + GRIP.height <= area.y + area.height;
  return shownWidth >= GRIP.width && topInside;
}
