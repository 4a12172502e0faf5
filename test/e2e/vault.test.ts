import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Status } from '../../src/shared/domain/status';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

const FOLDER = path.resolve('artifacts/screens');
const PASSPHRASE = 'a passphrase for tests';
const NEW = 'another passphrase';

let fake: FakeProvider;
let window: AppWindow;
let token: string;
test.beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  fake = await startFakeProvider();
  window = await openAppWindow();
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  token = await connectProvider(window.control, fake, 'office');
});
test.afterAll(async () => {
  await window.close();
  await fake.close();
});

const vault = () => window.page.getByRole('region', { name: 'Vault' });
const stateOf = async () => (await window.control.call<Status>('GET', '/status')).vault;

async function shoot(name: string): Promise<void> {
  const { page } = window;
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled' });
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
}

test('the vault is locked and unlocked in the settings, and requests obey at once', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await vault().scrollIntoViewIfNeeded();
  await shoot('vault-unlocked');
  await vault().getByRole('button', { name: 'Lock now' }).click();
  await expect(page.getByText(/The vault is locked: 1 key cannot be used/)).toBeVisible();
  await shoot('vault-locked');
  const refused = await chat(window.gatewayUrl, token);
  expect([refused.status, ((await refused.json()) as { error: { code: string } }).error.code]).toEqual([
    503,
    'vault_locked',
  ]);
  await vault().getByRole('button', { name: 'Unlock' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase').fill('not this one');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('This is not the passphrase of the vault.');
  await shoot('vault-unlock');
  await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect((await stateOf()).state).toBe('unlocked');
  expect((await chat(window.gatewayUrl, token)).status).toBe(200);
});

test('the passphrase is changed with the keyboard alone, and everything encrypted again under it', async () => {
  const { page } = window;
  await vault().getByRole('button', { name: 'Change' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
  await expect(dialog.getByLabel('Present passphrase')).toBeFocused();
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Tab');
  await page.keyboard.type(NEW);
  await page.keyboard.press('Tab');
  await page.keyboard.type(`${NEW}!`);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('The two are not the same.');
  await shoot('vault-passphrase');
  await dialog.getByLabel('Passphrase again').fill(NEW);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await vault().getByRole('button', { name: 'Encrypt again' }).click();
  const again = page.getByRole('dialog', { name: 'Encrypt everything again' });
  await again.getByLabel('Present passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(again).toContainText('This is not the passphrase of the vault.');
  await again.getByLabel('Present passphrase').fill(NEW);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect.poll(stateOf).toMatchObject({ state: 'unlocked', rekey: null });
  expect((await chat(window.gatewayUrl, token)).status).toBe(200);
});

test('when it locks by itself is chosen here and kept', async () => {
  const { page } = window;
  await vault().getByRole('combobox', { name: 'Lock by itself' }).click();
  await page.getByRole('option', { name: 'After 15 minutes' }).click();
  await expect
    .poll(() => window.control.call('GET', '/settings'))
    .toMatchObject({ vault_auto_lock_minutes: 15 });
  await vault().getByRole('switch', { name: 'Lock with the computer' }).click();
  await expect
    .poll(() => window.control.call('GET', '/settings'))
    .toMatchObject({ vault_lock_with_system: true });
  await window.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  await expect.poll(async () => (await stateOf()).state).toBe('locked');
});
