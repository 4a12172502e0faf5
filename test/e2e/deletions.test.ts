import { expect, type Page, test } from '@playwright/test';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { connectProvider } from './connect-provider';
import { takePictures } from './pictures';

let fake: FakeProvider;
let window: AppWindow;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  fake = await startFakeProvider();
  window = await openAppWindow();
  page = window.page;
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await connectProvider(window.control, fake, 'office');
  await window.control.call('POST', '/workspaces', { name: 'acme' });
});
test.afterAll(async () => {
  await window.close();
  await fake.close();
});

const goTo = (name: string) => page.getByRole('button', { name, exact: true }).first().click();

async function countOf(path: string): Promise<number> {
  const { data } = await window.control.call<{ data: readonly unknown[] }>('GET', path);
  return data.length;
}

interface Deletion {
  readonly name: string;
  /** Opens the question. */
  readonly ask: () => Promise<void>;
  /** Names what is lost. */
  readonly says: RegExp;
  readonly action: string;
  /** One less afterwards. */
  readonly list: string;
}

/** Cancel leaves everything as it is; only the button that names the deed does it. */
async function askTwice({ name, ask, says, action, list }: Deletion): Promise<void> {
  const before = await countOf(list);
  await ask();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText(says);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await takePictures(page, `delete-${name}`);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await countOf(list)).toBe(before);
  await ask();
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await countOf(list)).toBe(before - 1);
}

async function choose(actionsOf: string, item: string): Promise<void> {
  await page.getByRole('button', { name: actionsOf }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a provider that is switched off can be had back', async () => {
  await goTo('Providers');
  const toggle = page.getByRole('switch', { name: 'Use Provider office' });
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(toggle).toBeChecked();
});

test('a token is revoked only after a word about who loses it', async () => {
  await goTo('Agents');
  await askTwice({
    name: 'token',
    ask: () => choose('Actions for tool of office', 'Revoke token'),
    says: /pause it instead/,
    action: 'Revoke token',
    list: '/agent-tokens',
  });
});

test('a workspace gets another credential, or is deleted, only after a word about the old one', async () => {
  await choose('Actions for acme', 'New client credential');
  await expect(page.getByRole('alertdialog')).toContainText('stops working at once');
  await page.keyboard.press('Escape');
  await askTwice({
    name: 'workspace',
    ask: () => choose('Actions for acme', 'Delete workspace'),
    says: /It holds nothing/,
    action: 'Delete workspace',
    list: '/workspaces',
  });
});

test('a key is deleted only after a word about the aliases that lose it', async () => {
  await goTo('Keys');
  await askTwice({
    name: 'key',
    ask: () => choose('Actions for Provider office · key', 'Delete key'),
    says: /1 alias loses/,
    action: 'Delete key',
    list: '/keys',
  });
});

test('a provider is deleted only after a word about the requests that lose it', async () => {
  await goTo('Providers');
  await askTwice({
    name: 'provider',
    ask: () => page.getByRole('button', { name: 'Delete Provider office' }).click(),
    says: /Requests for office\/… will find no provider/,
    action: 'Delete provider',
    list: '/providers',
  });
});
