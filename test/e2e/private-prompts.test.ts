import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { RouteExplanation } from '../../src/shared/domain/route-explanation';
import { type AppWindow, openAppWindow } from './app-window';

const FOLDER = path.join('artifacts', 'screens');
let window: AppWindow;

test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  window = await openAppWindow();
  // Kilo answers without an account, and may log prompts.
  await window.control.call('PATCH', '/settings', { anonymous_providers: true });
});
test.afterAll(() => window.close());

const explain = () =>
  window.control.call<RouteExplanation>('POST', '/route/explain', { model: 'spideriq/chat' });

test('"private prompts only" takes a provider with a label out at once, and gives it back', async () => {
  const { page } = window;
  expect((await explain()).candidates.map(({ provider }) => provider)).toContain('kilo');
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const toggle = page.getByRole('switch', { name: 'Private prompts only' });
  await toggle.click();
  await expect(toggle).toBeChecked();
  const { candidates, skipped } = await explain();
  expect(candidates.map(({ provider }) => provider)).toContain('ovh');
  expect(candidates.map(({ provider }) => provider)).not.toContain('kilo');
  expect(skipped).toContainEqual(
    expect.objectContaining({ provider: 'kilo', reason: 'private_prompts_only' }),
  );
  await toggle.scrollIntoViewIfNeeded();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.evaluate((theme) => document.documentElement.setAttribute('data-theme', theme), colorScheme);
    await page.screenshot({ path: path.join(FOLDER, `private-prompts-${colorScheme}.png`) });
  }
  await toggle.focus();
  await page.keyboard.press('Space');
  await expect(toggle).not.toBeChecked();
  expect((await explain()).candidates.map(({ provider }) => provider)).toContain('kilo');
});
