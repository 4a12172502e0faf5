import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';

interface ProviderList {
  readonly data: readonly { readonly id: string; readonly enabled: boolean }[];
}

const FOLDER = path.resolve('artifacts/screens');

let window: AppWindow;
let provider: FakeProvider;
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  provider = await startFakeProvider();
  window = await openAppWindow();
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await expect(pageShown('Overview')).toBeVisible();
});
test.afterAll(async () => {
  await window.close();
  await provider.close();
});

/** Opens the palette, types, and takes the first line. */
async function say(text: string, line: RegExp | string): Promise<void> {
  const { page } = window;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(text);
  await expect(page.getByRole('option').first()).toHaveText(line);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox')).toBeHidden();
}

/** Its name may be followed by how much is going on there. */
const pageShown = (name: string) =>
  window.page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });

test('everything can be reached and done without the mouse', async () => {
  const { page } = window;
  await expect(pageShown('Overview')).toHaveAttribute('aria-current', 'page');
  const token = await connectProvider(window.control, provider);
  const answer = await chat(window.gatewayUrl, token);
  await answer.text();
  const id = answer.headers.get('x-request-id') ?? '';

  await say('pause', /^Pause SpiderGate/);
  await expect(page.getByTestId('gateway-state')).toHaveText(/Paused/);
  await say('resume', /^Resume SpiderGate/);
  await expect(page.getByTestId('gateway-state')).not.toHaveText(/Paused/);

  await say('switch provider fake off', 'Switch Provider fake off');
  await expect(page.getByText('Provider fake is off.')).toBeVisible();
  const isOn = async () => {
    const { data } = await window.control.call<ProviderList>('GET', '/providers');
    return data.find(({ id }) => id === 'fake')?.enabled;
  };
  await expect.poll(isOn).toBe(false);
  await say('enable provider fake', 'Switch Provider fake on');

  await say(ALIAS, new RegExp(`^${ALIAS}`));
  await expect(pageShown('Aliases')).toHaveAttribute('aria-current', 'page');
  await expect(page.locator(`[data-item="alias/${ALIAS}"]`)).toHaveAttribute('aria-current', 'true');

  await say('fake ·', /^Provider fake · /);
  await expect(pageShown('Keys')).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('[data-item^="key/"]')).toBeVisible();

  await say('tool of fake', /^tool of fake/);
  await expect(pageShown('Agents')).toHaveAttribute('aria-current', 'page');

  await say(id, /./);
  await expect(page.getByRole('complementary', { name: 'Request' })).toContainText(id);
  await page.keyboard.press('Escape');

  await say('fake-model', /fake-model/);
  await say('address', /^Copy address/);
  expect(await window.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(`${window.gatewayUrl}/v1`);

  await say('new key', /^Add key/);
  await expect(page.getByRole('dialog', { name: 'Add key' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await page.keyboard.press('Escape');
});

test('the keys are listed, and do what the list says', async () => {
  const { page } = window;
  await page.keyboard.press('Control+8');
  await expect(pageShown('Settings')).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Control+5');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search aliases' })).toBeFocused();
  await page.keyboard.type('?');
  await expect(page.getByRole('searchbox', { name: 'Search aliases' })).toHaveValue('?');
  await page.getByRole('searchbox', { name: 'Search aliases' }).fill('');
  await pageShown('Aliases').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pageShown('Aliases')).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(pageShown('Aliases'), 'the focus goes back to where it was').toBeFocused();
});

test('pictures of the palette and of the list of shortcuts', async () => {
  const { page } = window;
  await page.keyboard.press('Control+1');
  for (const theme of ['light', 'dark']) {
    await say(`appearance ${theme}`, `Use ${theme} appearance`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.keyboard.press('Control+k');
    await page.screenshot({ path: path.join(FOLDER, `palette-${theme}.png`), animations: 'disabled' });
    await page.getByRole('combobox').fill('fake');
    await page.screenshot({ path: path.join(FOLDER, `palette-found-${theme}.png`), animations: 'disabled' });
    await page.getByRole('combobox').fill('nothing like it');
    await page.screenshot({ path: path.join(FOLDER, `palette-none-${theme}.png`), animations: 'disabled' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.screenshot({ path: path.join(FOLDER, `shortcuts-${theme}.png`), animations: 'disabled' });
    await page.keyboard.press('Escape');
  }
});
