import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';

const FOLDER = path.resolve('artifacts/screens');
const PAGES = ['overview', 'requests', 'keys', 'agents', 'aliases', 'providers', 'settings'] as const;
const THEMES = ['light', 'dark'] as const;

let good: FakeProvider;
let bad: FakeProvider;
let window: AppWindow;
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  good = await startFakeProvider();
  bad = await startFakeProvider();
  window = await openAppWindow();
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
});
test.afterAll(async () => {
  await window.close();
  await good.close();
  await bad.close();
});

async function takeAll(page: Page, names: readonly (typeof PAGES)[number][], suffix = ''): Promise<void> {
  for (const theme of THEMES) {
    await choose(page, theme);
    for (const name of names) {
      await goTo(page, name);
      await page.screenshot({
        path: path.join(FOLDER, `${name}${suffix}-${theme}.png`),
        animations: 'disabled',
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} is too wide`).toBe(
        1280,
      );
    }
  }
}

async function choose(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await goTo(page, 'settings');
  await page.getByRole('radio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.evaluate((hash) => {
    globalThis.location.hash = hash;
  }, name);
  const label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  await expect(page.getByRole('button', { name: label, exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
}

/** Requests of every kind, so that the pages show what they are for. */
async function fill(): Promise<void> {
  const token = await connectProvider(window.control, good, 'office');
  await connectProvider(window.control, bad, 'lab');
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await window.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  bad.script('*', [always(failWith(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '600' }))]);
  good.script('*', [
    answer(),
    answer({ tokens: 40, firstTokenDelayMs: 120, tokenDelayMs: 2 }),
    failWith(400, { message: 'messages: too strange', type: 'invalid_request_error' }),
    answer({ tokens: 9, cut: { after: 4, how: 'reset' } }),
  ]);
  for (const stream of [false, true, false, true, false, true]) {
    const response = await chat(window.gatewayUrl, token, { stream });
    await response.text();
  }
}

test('every page in both themes, empty and in use', async () => {
  const { page } = window;
  await expect(page.getByRole('heading', { name: 'Get your first answer' })).toBeVisible();
  await takeAll(page, ['overview', 'requests', 'keys', 'agents'], '-empty');
  await fill();
  await takeAll(page, PAGES);
  for (const theme of THEMES) {
    await choose(page, theme);
    await goTo(page, 'requests');
    await page.getByTestId('request-row').last().click();
    await expect(page.getByRole('complementary', { name: 'Request' })).toContainText('What happened');
    await page.screenshot({ path: path.join(FOLDER, `request-detail-${theme}.png`), animations: 'disabled' });
  }
});
