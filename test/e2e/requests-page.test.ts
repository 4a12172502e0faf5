import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';

const FOLDER = path.resolve('artifacts/screens');

let good: FakeProvider;
let bad: FakeProvider;
let window: AppWindow;
let page: Page;
let token = '';
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  good = await startFakeProvider();
  bad = await startFakeProvider();
  window = await openAppWindow({ env: { SPIDERGATE_VAULT_PASSPHRASE: 'a passphrase for tests' } });
  page = window.page;
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  token = await connectProvider(window.control, good, 'office');
  await connectProvider(window.control, bad, 'lab');
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await window.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  bad.script('*', [always(failWith(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '600' }))]);
  good.script('*', [
    answer(),
    failWith(400, { message: 'messages: too strange', type: 'invalid_request_error' }),
    always(answer({ tokens: 40, firstTokenDelayMs: 60, tokenDelayMs: 2 })),
  ]);
  for (let count = 0; count < 6; count++) await ask();
  await page.evaluate(() => {
    globalThis.location.hash = 'requests';
  });
});
test.afterAll(async () => {
  await window.close();
  await good.close();
  await bad.close();
});

async function ask(content = 'hello', stream = true): Promise<void> {
  const response = await chat(window.gatewayUrl, token, { stream, messages: [{ role: 'user', content }] });
  await response.text();
}

/** A picture of it, light and dark; whatever it shows must be fit for everybody. */
async function shoot(name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.evaluate((theme) => {
      document.documentElement.dataset.theme = theme;
    }, scheme);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${scheme}.png`), animations: 'disabled' });
    // What is on its way in is half transparent, and would be called too pale.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((motion) => motion.finished)));
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`),
      `${name}, ${scheme}`,
    ).toEqual([]);
  }
}

const rows = () => page.getByTestId('request-row');
const query = () => page.getByRole('searchbox', { name: 'Filter requests' });

test('a query, its chips, a view of it, and the way back', async () => {
  await expect(rows()).toHaveCount(6);
  await page.keyboard.press('/');
  await expect(query()).toBeFocused();
  await page.keyboard.type('status:error provider:nobody');
  await expect(page.getByText('No request matches')).toBeVisible();
  await shoot('requests-no-match');
  await page.getByRole('button', { name: 'Remove the filter Provider nobody' }).click();
  await expect(rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await page.getByLabel('Name', { exact: true }).fill('My failures');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await query().fill('strange:field cost>much');
  await expect(page.getByText('much')).toBeVisible();
  await shoot('requests-bad-filter');
  await query().fill('');
  await expect(rows()).toHaveCount(6);
  await page.getByRole('button', { name: 'Views' }).click();
  await shoot('requests-views');
  await page.getByRole('menuitem', { name: 'My failures' }).first().click();
  await expect(query()).toHaveValue('status:error');
  await expect(rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(rows()).toHaveCount(6);
});

test('keys lead through the list and the drawer without the mouse', async () => {
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 100, y: 600 } });
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'Request' });
  await expect(drawer).toContainText('What happened');
  await shoot('requests-drawer');
  const first = await drawer.locator('code').last().textContent();
  await page.keyboard.press('k');
  await expect.poll(async () => drawer.locator('code').last().textContent()).not.toBe(first);
  await drawer.getByRole('button', { name: 'Explain again now' }).click();
  await expect(drawer.getByRole('list', { name: 'Where it would go now' })).toBeVisible();
  await shoot('requests-explained');
  // It once faded away with the light that showed that it had come.
  await expect(drawer.locator('.lit')).toHaveCSS('opacity', '1');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('the next request is recorded, marked while it waits, shown, found by its words, and deleted', async () => {
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await shoot('requests-record-menu');
  await page.getByRole('menuitem', { name: 'Record the next request' }).click();
  await expect(page.getByTestId('recording-badge')).toContainText('Recording the next request');
  await shoot('requests-recording');
  await ask('Tell me about the rhinoceros, please.\nIn two sentences.');
  await expect(page.getByTestId('recording-badge')).toBeHidden();
  await query().fill('rhinoceros');
  await expect(rows()).toHaveCount(1);
  await expect(page.getByLabel('Prompt and answer are recorded')).toBeVisible();
  await rows().first().click();
  const drawer = page.getByRole('complementary', { name: 'Request' });
  await expect(drawer.getByRole('region', { name: 'Prompt', exact: true })).toContainText('rhinoceros');
  await drawer.getByRole('region', { name: 'Answer', exact: true }).scrollIntoViewIfNeeded();
  await shoot('requests-recorded');
  await drawer.getByRole('button', { name: 'Delete recording' }).click();
  await shoot('requests-delete-recording');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete recording' }).click();
  await expect(drawer).toContainText('Not recorded.');
  await page.keyboard.press('Escape');
  await query().fill('');
});

test('paused, what comes is counted and not shown; resumed, it is there', async () => {
  await expect(rows()).toHaveCount(7);
  const before = 7;
  await page.getByRole('button', { name: 'Pause live' }).click();
  await ask();
  await expect(page.getByRole('button', { name: 'Resume live 1 new' })).toBeVisible();
  await shoot('requests-paused');
  expect(await rows().count()).toBe(before);
  await page.getByRole('button', { name: 'Resume live' }).click();
  await expect(rows()).toHaveCount(before + 1);
});

test('a token that is recorded says so on its page and above every page', async () => {
  await page.evaluate(() => {
    globalThis.location.hash = 'agents';
  });
  await page.getByRole('button', { name: 'Actions for tool of office' }).click();
  await page.getByRole('menuitem', { name: 'Record prompts and answers' }).click();
  await expect(page.getByTestId('recording-badge')).toContainText('Recording 1 token');
  await shoot('agents-recording');
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await expect(page.getByTestId('recording-badge')).toBeHidden();
});
