import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';

const FOLDER = path.resolve('artifacts/screens');
const THEMES = ['light', 'dark'] as const;

/** As the system would: the window is left on "System" and follows. */
async function showTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

/** What is on the screen, once in each theme, and never wider than the window. */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  // Nothing is to look as if somebody pointed at it.
  await page.mouse.move(640, 2);
  for (const theme of THEMES) {
    await showTheme(page, theme);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled' });
    const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(width[0], `${name} is too wide`).toBe(width[1]);
  }
}
