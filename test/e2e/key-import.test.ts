import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { dropFile } from './drop-file';

const FOLDER = path.resolve('artifacts/screens');
const GROQ = 'gsk_0123456789abcdefghijklmnop';
const SK = 'sk-0123456789abcdefghijklmnopqrstuv';
const OWN = 'own-a1b2c3d4e5f6g7h8i9j0k1l2';

let provider: FakeProvider;
let window: AppWindow;
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  provider = await startFakeProvider();
  window = await openAppWindow({ env: { GROQ_API_KEY: GROQ, UNRELATED_TOKEN: SK } });
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await window.control.call('POST', '/providers', {
    id: 'office',
    name: 'Office',
    base_url: provider.url,
  });
});
test.afterAll(async () => {
  await window.close();
  await provider.close();
});

async function paste(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function takePictures(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((chosen) => document.documentElement.setAttribute('data-theme', chosen), theme);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled' });
  }
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'));
}

async function openKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.location.hash = 'keys';
  });
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();
}

test('several lines pasted into the field for one key become an import, in which no secret is shown', async () => {
  const { page } = window;
  await openKeys(page);
  await page.getByRole('button', { name: 'Add key' }).first().click();
  await paste(
    page,
    'input[name="api_key"]',
    `GROQ_API_KEY=${GROQ}\nTHING_KEY=${SK}\nclaude=sk-ant-oat01-${GROQ}\nPORT=1`,
  );
  const dialog = page.getByRole('dialog', { name: 'Import keys' });
  await expect(dialog.getByText('3 keys found · 1 other line was left alone')).toBeVisible();
  await expect(dialog.getByRole('checkbox')).toHaveCount(3);
  await expect(dialog.getByText('sign-in token of a Claude subscription')).toBeVisible();
  expect(await page.content()).not.toContain(GROQ.slice(8, 20));
  await takePictures(page, 'key-import-preview');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a file dropped anywhere is looked through, and what is chosen is stored and tested', async () => {
  const { page, control } = window;
  await openKeys(page);
  const settings = {
    endpoints: [
      { baseURL: provider.url, apiKey: OWN, label: 'from file' },
      { baseURL: provider.url, apiKey: `${OWN}2`, label: 'second' },
      { name: 'unknown', apiKey: SK },
    ],
  };
  await dropFile(page, 'settings.json', JSON.stringify(settings));
  const dialog = page.getByRole('dialog', { name: 'Import keys' });
  await expect(dialog.getByText('3 keys found')).toBeVisible();
  await dialog.getByRole('button', { name: 'Import 2 keys' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Office · from file')).toBeVisible();
  const row = page.locator('tr[data-key]').first();
  await expect(row).toBeVisible();
  await expect(page.getByText(/tested/i).first()).toBeVisible();
  const { data } = await control.call<{ data: { key_label: string }[] }>('GET', '/keys');
  expect(data.map((key) => key.key_label)).toEqual(['from file', 'second']);
});

test('the environment is looked at only when asked, under known names only', async () => {
  const { page } = window;
  await openKeys(page);
  await page.getByRole('button', { name: 'Import keys' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import keys' });
  await takePictures(page, 'key-import-sources');
  await dialog.getByRole('button', { name: 'Find keys in my environment' }).click();
  await expect(dialog.getByText('1 key found')).toBeVisible();
  await expect(dialog.getByText('from GROQ_API_KEY')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the keyboard moves a key to another place, and undo brings it back', async () => {
  const { page, control } = window;
  await openKeys(page);
  const labels = async () => {
    const { data } = await control.call<{ data: { key_label: string; priority: number }[] }>('GET', '/keys');
    return [...data].sort((left, right) => left.priority - right.priority).map((key) => key.key_label);
  };
  await page.getByRole('button', { name: 'Move Office · from file, 1 of 2' }).focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(200);
  await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(200);
  await page.keyboard.press('Space');
  await expect.poll(labels).toEqual(['second', 'from file']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(labels).toEqual(['from file', 'second']);
});

test('own limits are set in the window and shown beside the key', async () => {
  const { page } = window;
  await openKeys(page);
  await page.getByRole('button', { name: 'Actions for Office · from file' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit key' });
  await dialog.getByLabel('Requests a day').fill('0.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Enter a whole number from 1.')).toBeVisible();
  await dialog.getByLabel('Requests a day').fill('100');
  await dialog.getByLabel('Spend ($)').fill('5');
  await takePictures(page, 'key-edit');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Own limits: 100 requests a day · $0.00 of $5.00 this month')).toBeVisible();
  await takePictures(page, 'keys-several');
});
