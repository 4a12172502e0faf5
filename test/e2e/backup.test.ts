import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Page as ListPage } from '../../src/shared/ipc/contract';
import { type AppWindow, openAppWindow } from './app-window';

const SCREENS = path.resolve('artifacts/screens');
const SECRET = 'gsk_backupWindowSecret0123456789abcdefgh';
const PASSPHRASE = 'four words make a phrase';

let window: AppWindow;
test.beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  window = await openAppWindow({ passphrase: 'a passphrase for tests' });
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
});
test.afterAll(() => window.close());

/** What the person would choose in the system's own dialogs, which nothing here can press. */
async function answerDialogs(file: string): Promise<void> {
  await window.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, file);
}

async function goToSettings(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.location.hash = 'settings';
  });
  await expect(page.getByRole('region', { name: 'Backup' })).toBeVisible();
}

async function takeBoth(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate((theme) => document.documentElement.setAttribute('data-theme', theme), scheme);
    await page.screenshot({ path: path.join(SCREENS, `${name}-${scheme}.png`), animations: 'disabled' });
  }
}

const listKeys = () => window.control.call<ListPage<ProviderKey>>('GET', '/keys');

test('backs up, shows what a restore would do, restores and undoes it', async () => {
  const { page, control, home } = window;
  const file = path.join(home, 'mine.age');
  await answerDialogs(file);
  const key = await control.call<ProviderKey>('POST', '/keys', { provider_name: 'groq', api_key: SECRET });
  await goToSettings(page);
  await page.getByRole('region', { name: 'Backup' }).scrollIntoViewIfNeeded();
  await takeBoth(page, 'backup-settings');

  await page.getByRole('button', { name: 'Back up…' }).click();
  await page.getByLabel('Passphrase of the vault').fill('not this one');
  await page.getByLabel('Passphrase of the backup').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make backup' }).click();
  await expect(page.getByText('The two are not the same')).toBeVisible();
  await takeBoth(page, 'backup-make');
  await page.getByLabel(/again/i).fill(PASSPHRASE);
  await page.getByLabel(/again/i).press('Enter');
  await expect(page.getByText('This is not the passphrase of the vault.')).toBeVisible();
  await takeBoth(page, 'backup-make-refused');
  expect(existsSync(file)).toBe(false);
  await page.getByLabel('Passphrase of the vault').fill('a passphrase for tests');
  await page.getByRole('button', { name: 'Make backup' }).click();
  await expect(page.getByText('The backup is written.')).toBeVisible();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file).includes(SECRET)).toBe(false);

  await control.call('DELETE', `/keys/${key.id}`);
  await control.call('PATCH', '/settings', { stall_ms: 20_000 });
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByLabel('Passphrase of mine.age').fill('not this one');
  await page.getByRole('button', { name: 'Show what changes' }).click();
  await expect(page.getByText('does not open with this passphrase')).toBeVisible();
  await page.getByLabel('Passphrase of mine.age').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Show what changes' }).click();
  const changes = page.getByRole('region', { name: 'What would change' });
  await expect(changes).toContainText(`groq · ${key.key_label}`);
  expect((await listKeys()).data).toEqual([]);
  await takeBoth(page, 'backup-restore');

  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('Restored: 2 changes.')).toBeVisible();
  expect((await listKeys()).data).toMatchObject([{ id: key.id, masked: key.masked }]);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await takeBoth(page, 'backup-undo');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone. Everything is as it was before.')).toBeVisible();
  expect((await listKeys()).data).toEqual([]);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0);
});

test('writes the configuration without secrets, and imports it after showing the difference', async () => {
  const { page, control, home } = window;
  const file = path.join(home, 'spidergate.json');
  await answerDialogs(file);
  await control.call('PUT', '/aliases/my%2Freview', { slots: [{ provider: 'groq', model: 'llama' }] });
  await goToSettings(page);
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByText('The configuration is written.')).toBeVisible();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ aliases: { 'my/review': {} } });

  await control.call('DELETE', '/aliases/my%2Freview');
  await control.call('PUT', '/aliases/my%2Fother', { slots: [{ provider: 'groq', model: 'llama' }] });
  await page.getByRole('button', { name: 'Import…' }).click();
  const changes = page.getByRole('region', { name: 'What would change' });
  await expect(changes).toContainText('my/review');
  await expect(changes).not.toContainText('my/other');
  await page.getByRole('radio', { name: 'Replace' }).click();
  await expect(changes).toContainText('my/other');
  await takeBoth(page, 'config-import');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Imported: 2 changes.')).toBeVisible();
  const { data } = await control.call<ListPage<{ id: string }>>('GET', '/aliases');
  expect(data.map(({ id }) => id)).toContain('my/review');
  expect(data.map(({ id }) => id)).not.toContain('my/other');
});
