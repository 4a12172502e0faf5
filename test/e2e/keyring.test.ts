import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Status } from '../../src/shared/domain/status';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import type { AppOptions } from '../support/app';
import { type RunningApp, startApp } from '../support/app';
import { inKeyringSession, inKeyringWindow } from '../support/keyring-session';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider, FAKE_KEY } from './connect-provider';

const SCREENS = path.resolve('artifacts/screens');

test.skip(process.platform !== 'linux', 'needs a Secret Service');

let home: string;
let fake: FakeProvider;
test.beforeEach(async () => {
  mkdirSync(SCREENS, { recursive: true });
  home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  fake = await startFakeProvider();
});
test.afterEach(async () => {
  await fake.close();
  rmSync(home, { recursive: true, force: true });
});

async function during<T>(options: AppOptions, use: (app: RunningApp) => Promise<T>): Promise<T> {
  const app = await startApp(options);
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

const vaultOf = async ({ control }: RunningApp) => (await control.call<Status>('GET', '/status')).vault;

test('a key in the keychain survives a restart, and is of no use without the keyring', async () => {
  const keyring = inKeyringSession(home);
  const token = await during(keyring, async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
    const made = await connectProvider(app.control, fake);
    expect((await chat(app.gatewayUrl, made)).status).toBe(200);
    return made;
  });

  await during(keyring, async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
    expect((await chat(app.gatewayUrl, token)).status).toBe(200);
    expect(fake.chats().at(-1)?.key).toBe(FAKE_KEY);
  });

  const calls = fake.chats().length;
  await during({ home, passphrase: null, args: ['--hidden', '--password-store=basic'] }, async (app) => {
    expect((await vaultOf(app)).state).not.toBe('unlocked');
    const { data } = await app.control.call<{ data: readonly ProviderKey[] }>('GET', '/keys');
    expect(data).toMatchObject([{ provider_name: 'fake', masked: expect.not.stringContaining(FAKE_KEY) }]);
    const refused = await chat(app.gatewayUrl, token);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 'vault_locked' } });
    expect(fake.chats().length).toBe(calls);
  });

  for (const file of readdirSync(path.join(home, 'data'), { withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(readFileSync(path.join(home, 'data', file.name)).includes(FAKE_KEY), file.name).toBe(false);
  }
});

const FIRST = 'the first passphrase here';
const SECOND = 'another passphrase later';

async function inWindow(use: (window: AppWindow) => Promise<void>): Promise<void> {
  const window = await openAppWindow(inKeyringWindow(home));
  try {
    await use(window);
  } finally {
    await window.close();
  }
}

/** Whoever sits at the screen, whose dialog nothing here can press. */
async function answerAtScreen({ app }: AppWindow, isAllowed: boolean): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = async () => ({ response, checkboxChecked: false });
  }, Number(isAllowed));
}

async function fillPassphrases({ page }: AppWindow, button: string, passphrases: readonly string[]) {
  const vault = page.getByRole('region', { name: 'Vault' });
  await vault.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  const fields = await dialog.locator('input').all();
  for (const [at, passphrase] of passphrases.entries()) await fields[at]?.fill(passphrase);
  await page.keyboard.press('Enter');
  return dialog;
}

/** In the settings, up to the answer: the system's question whether and where is answered by `answerAtScreen`. */
async function makeBackup({ app, page }: AppWindow, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, file);
  await page.getByRole('button', { name: 'Back up…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Your system asks once more');
  await expect(dialog.getByLabel('Passphrase of the vault')).toHaveCount(0);
  await dialog.getByLabel('Passphrase of the backup').fill(SECOND);
  await dialog.getByLabel('Passphrase again').fill(SECOND);
  await dialog.getByLabel('Passphrase again').press('Enter');
}

const protectionIn = async ({ control }: AppWindow) => (await control.call<Status>('GET', '/status')).vault;

test('a vault moves from its passphrase to a real keychain and back, over restarts', async () => {
  const plain = { home, passphrase: FIRST, args: ['--hidden', '--password-store=basic'] };
  const token = await during(plain, async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'unlocked', protection: 'passphrase' });
    return connectProvider(app.control, fake);
  });

  await inWindow(async (window) => {
    expect(await protectionIn(window)).toMatchObject({ state: 'locked', keychain_available: true });
    await window.control.call('POST', '/vault/unlock', { passphrase: FIRST });
    await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
    const wrong = await fillPassphrases(window, 'Use the keychain', ['not this one']);
    await expect(wrong).toContainText('This is not the passphrase of the vault.');
    await wrong.locator('input').first().fill(FIRST);
    await window.page.keyboard.press('Enter');
    await expect(wrong).toBeHidden();
    expect(await protectionIn(window)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
  });

  await inWindow(async (window) => {
    expect(await protectionIn(window)).toMatchObject({ state: 'unlocked', protection: 'os_keychain' });
    expect((await chat(window.gatewayUrl, token)).status).toBe(200);
    await answerAtScreen(window, false);
    const refused = await window.control.send('POST', '/backup/export', { passphrase: SECOND });
    expect([refused.status, refused.text.includes('age-encryption')]).toEqual([409, false]);
    await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
    const file = path.join(home, 'kept.age');
    await makeBackup(window, file);
    const making = window.page.getByRole('dialog');
    await expect(making).toContainText('Nobody at the screen agreed to it.');
    expect(existsSync(file)).toBe(false);
    await window.page.screenshot({ path: path.join(SCREENS, 'backup-under-keychain.png') });
    await answerAtScreen(window, true);
    await making.getByRole('button', { name: 'Make backup' }).click();
    await expect(window.page.getByText('The backup is written.')).toBeVisible();
    expect(readFileSync(file, 'latin1')).toContain('age-encryption.org/v1');

    await answerAtScreen(window, false);
    const dialog = await fillPassphrases(window, 'Use a passphrase', [SECOND, SECOND]);
    await expect(dialog).toContainText('Nobody at the screen agreed to it. Nothing was done.');
    expect(await protectionIn(window)).toMatchObject({ protection: 'os_keychain' });
    await answerAtScreen(window, true);
    await window.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    expect(await protectionIn(window)).toMatchObject({ state: 'unlocked', protection: 'passphrase' });
  });

  await during(inKeyringSession(home), async (app) => {
    expect(await vaultOf(app)).toMatchObject({ state: 'locked', protection: 'passphrase' });
    const old = await app.control.send('POST', '/vault/unlock', { passphrase: FIRST });
    expect(old.status).toBe(400);
    await app.control.call('POST', '/vault/unlock', { passphrase: SECOND });
    expect((await chat(app.gatewayUrl, token)).status).toBe(200);
    expect(fake.chats().at(-1)?.key).toBe(FAKE_KEY);
  });
});
