import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { answer } from '../faults/behaviours';
import { startFakeProvider } from '../faults/fake-provider';
import { openAppWindow } from './app-window';
import { openBusyDay } from './busy-day-window';
import { chat, connectProvider } from './connect-provider';

const FOLDER = path.resolve('artifacts/screens');

async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const theme of ['dark', 'light']) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('radio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.getByRole('button', { name: /^Overview/ }).click();
    await expect(page.locator('canvas')).toBeVisible();
    await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'too wide').toBe(1280);
  }
}

test('a busy day: figures, bars, the same as a table, rings with their source', async () => {
  const window = await openBusyDay({ hasTrouble: false });
  const { page } = window;
  try {
    await expect(page.getByRole('heading', { name: 'Last 24 hours' })).toBeVisible();
    await takePictures(page, 'overview-busy');
    await page.locator('canvas').hover({ force: true });
    await page.screenshot({ path: path.join(FOLDER, 'overview-hover-light.png') });
    await expect(page.getByRole('figure')).toHaveAccessibleName(/requests by provider in the last 24 hours/i);
    await page.getByRole('radio', { name: 'Table' }).click();
    await expect(page.getByRole('columnheader', { name: 'Groq' })).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(25);
    await page.screenshot({ path: path.join(FOLDER, 'overview-table-light.png') });
    await page.getByText('62 % left').hover();
    await expect(page.getByRole('tooltip')).toContainText('Header of an answer');
    await expect(page.getByRole('region', { name: 'Needs attention' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Copy address' }).click();
    // A toast brings a font of its own, which is not the window's.
    await expect(page.locator('[data-sonner-toast]')).toHaveCSS('font-family', /^"Inter Variable"/);
  } finally {
    await window.close();
  }
});

test('trouble is listed, and each line leads to where it is mended', async () => {
  const window = await openBusyDay({ hasTrouble: true });
  const { page } = window;
  try {
    const list = page.getByRole('region', { name: 'Needs attention' });
    await expect(list).toContainText('Mistral');
    await takePictures(page, 'overview-trouble');
    await list.getByRole('button', { name: 'Add a new key' }).click();
    await expect(page.getByRole('dialog')).toContainText('Add key');
    await page.keyboard.press('Escape');
    const overLimit = list.getByRole('button', { name: 'Change limit' });
    const before = await overLimit.count();
    await overLimit.first().click();
    const dialog = page.getByRole('dialog', { name: /^Edit/ });
    await expect(dialog.getByLabel('Budget in USD')).toBeFocused();
    await dialog.getByLabel('Budget in USD').fill('100');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    // The page has stayed, and the line is gone with what it was about.
    await expect(overLimit).toHaveCount(before - 1);
  } finally {
    await window.close();
  }
});

test('a newcomer sees the first request arrive, and then the numbers', async () => {
  const good = await startFakeProvider();
  const window = await openAppWindow();
  const { page } = window;
  try {
    await expect(page.getByRole('heading', { name: 'Get your first answer' })).toBeVisible();
    good.script('*', [answer()]);
    const token = await connectProvider(window.control, good, 'office');
    const response = await chat(window.gatewayUrl, token);
    expect(response.status, await response.text()).toBe(200);
    await expect(page.getByRole('listitem').filter({ hasText: 'See the answer arrive' })).toContainText('OK');
    await expect(page.getByRole('banner')).toContainText('1 req');
    // It once faded away with the light that showed that it had come.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((motion) => motion.finished)));
    const arrived = page.getByRole('listitem').filter({ hasText: 'See the answer arrive' }).locator('.lit');
    await expect(arrived).toHaveCSS('opacity', '1');
    await page.screenshot({ path: path.join(FOLDER, 'overview-first-answer-light.png') });
  } finally {
    await window.close();
    await good.close();
  }
});
