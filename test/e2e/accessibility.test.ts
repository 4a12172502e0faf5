import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { always, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

const PAGES = [
  'Overview',
  'Requests',
  'Keys',
  'Agents',
  'Aliases',
  'Providers',
  'Connect',
  'Settings',
] as const;
const THEMES = ['light', 'dark'] as const;

// Axe reads each of eight pages twice.
test.setTimeout(120_000);

let window: AppWindow;
let provider: FakeProvider;
test.beforeAll(async () => {
  provider = await startFakeProvider();
  window = await openAppWindow();
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await expect(window.page.getByRole('navigation')).toBeVisible();
});
test.afterAll(async () => {
  await window.close();
  await provider.close();
});

/** One line for each kind of trouble, with the first elements that have it. */
async function findTrouble(page: Page): Promise<readonly string[]> {
  // What is on its way in is half transparent, and would be called too pale.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((motion) => motion.finished)));
  // Electron cannot open the second page that axe would otherwise gather its results in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(' | ')}`,
    );
}

async function lookAtAll(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  const trouble: Record<string, readonly string[]> = {};
  for (const theme of THEMES) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    for (const [index, name] of PAGES.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      const entry = page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
      await expect(entry).toHaveAttribute('aria-current', 'page');
      await page.waitForTimeout(400);
      const found = await findTrouble(page);
      if (found.length > 0) trouble[`${name}, ${theme}`] = found;
    }
  }
  return trouble;
}

test('axe finds nothing serious on any page that is empty', async () => {
  expect(await lookAtAll(window.page)).toEqual({});
});

/** A request that was answered and one that failed, with everything they need. */
async function fill(id: string): Promise<void> {
  const token = await connectProvider(window.control, provider, id);
  await (await chat(window.gatewayUrl, token)).text();
  provider.script('*', [always(failWith(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '600' }))]);
  await (await chat(window.gatewayUrl, token, { stream: true })).text();
}

test('axe finds nothing serious on any page in use, with failures', async () => {
  await fill('office');
  expect(await lookAtAll(window.page)).toEqual({});
});

test('axe finds nothing serious in what floats, and the keys reach all of it', async () => {
  const { page } = window;
  await fill('lab');
  for (const theme of THEMES) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    expect(await findTrouble(page), `palette, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    expect(await findTrouble(page), `shortcuts, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+2');
    await page.getByTestId('request-row').first().click();
    await expect(page.getByRole('complementary', { name: 'Request' })).toBeVisible();
    expect(await findTrouble(page), `request, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
  }
});
