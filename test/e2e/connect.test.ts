import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Invite } from '../../src/shared/domain/invite';
import { type AppWindow, openAppWindow } from './app-window';
import { type ForeignBrowser, openForeignBrowser } from './foreign-browser';

const FOLDER = path.resolve('artifacts/screens');
const THEMES = ['light', 'dark'] as const;

let window: AppWindow;
let browser: ForeignBrowser;
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  window = await openAppWindow();
  browser = await openForeignBrowser();
  // Nothing may leave the computer, nor wait for it: a proxy that refuses at once.
  await window.control.call('PATCH', '/settings', {
    proxy: { url: 'http://127.0.0.1:9', no_proxy: '127.0.0.1' },
  });
  await window.app.evaluate(({ BrowserWindow, shell }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800);
    // What the app has the system's browser open is written down instead.
    Reflect.set(globalThis, 'opened', []);
    shell.openExternal = async (url) => void Reflect.get(globalThis, 'opened').push(url);
  });
});
test.afterAll(async () => {
  await browser.close();
  await window.close();
});

const opened = () => window.app.evaluate(() => Reflect.get(globalThis, 'opened') as readonly string[]);
const callbackOf = (url: string) => new URL(url).searchParams.get('callback_url') ?? '';

async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(FOLDER, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
}

test('connects in the system’s browser, says what it waits for, and what came of it', async () => {
  const { page } = window;
  await page.evaluate(() => {
    globalThis.location.hash = 'keys';
  });
  await page.getByRole('button', { name: 'Add key' }).first().click();
  await page.getByRole('dialog').getByLabel('Provider', { exact: true }).click();
  await page.getByRole('option', { name: /^OpenRouter/ }).click();
  await shoot(page, 'connect-form');
  await page.getByRole('button', { name: 'Connect with OpenRouter' }).click();
  await expect(page.getByText('OpenRouter is open in your browser.')).toBeVisible();
  await shoot(page, 'connect-waiting');
  await page.getByRole('button', { name: 'Open page again' }).click();
  await expect.poll(async () => (await opened()).length).toBe(2);
  const [url = '', again] = await opened();
  expect(url).toMatch(/^https:\/\/openrouter\.ai\/auth\?/);
  expect(again).toBe(url);

  await browser.page.goto(`${callbackOf(url)}?code=forged`);
  await expect(browser.page.getByRole('heading')).toHaveText('OpenRouter could not be reached');
  await shoot(browser.page, 'connect-callback');
  await expect(page.getByRole('alert')).toContainText('OpenRouter did not answer');
  await shoot(page, 'connect-failed');
});

test('leaving the dialog cancels the sign-in, and nothing listens any more', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'Connect again' }).click();
  await expect.poll(async () => (await opened()).length).toBe(3);
  const callback = callbackOf((await opened()).at(-1) ?? '');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Connect OpenRouter' })).toBeHidden();
  await expect
    .poll(() =>
      fetch(callback).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  await page.keyboard.press('Escape');
});

test('is offered beside the provider, and for Hugging Face once there is a client id', async () => {
  const { page } = window;
  await page.evaluate(() => {
    globalThis.location.hash = 'settings';
  });
  const field = page.getByRole('textbox', { name: 'Client ID' });
  await field.scrollIntoViewIfNeeded();
  await shoot(page, 'connect-setting');
  await field.fill('client-1');
  await field.press('Enter');
  await page.evaluate(() => {
    globalThis.location.hash = 'providers';
  });
  const offered = page.getByRole('button', { name: /^Connect with Hugging Face/ });
  await offered.scrollIntoViewIfNeeded();
  await shoot(page, 'connect-providers');
  await offered.click();
  await expect(page.getByRole('alert')).toContainText('did not answer');
  await page.keyboard.press('Escape');
});

test('a contributor may sign in too, and read why nothing came of it', async () => {
  const invite = await window.control.call<Invite>('POST', '/invites', {
    provider_name: 'openrouter',
    label: 'from Ada',
    from: 'Grace',
  });
  const { page } = browser;
  await page.goto(invite.link ?? '');
  const leaving = page.waitForRequest((request) => request.url().startsWith('https://openrouter.ai/auth'));
  await page.getByRole('link', { name: 'Connect with OpenRouter' }).click();
  await page.goto(`${callbackOf((await leaving).url())}?error=access_denied`);
  await expect(page.getByRole('heading')).toHaveText('You did not allow it');
  await page.getByRole('link', { name: 'Back to the invite' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Grace asks you');
});
