import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Status } from '../../src/shared/domain/status';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { findFreePort } from '../support/free-port';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider, FAKE_KEY } from './connect-provider';
import { takePictures } from './pictures';

let fake: FakeProvider;
let window: AppWindow;
let token: string;
test.beforeAll(async () => {
  fake = await startFakeProvider();
  window = await openAppWindow();
  token = await connectProvider(window.control, fake);
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
});
test.afterAll(async () => {
  await window.close();
  await fake.close();
});

const sections = () => window.page.getByRole('navigation', { name: 'Sections' });
const gateway = async () => (await window.control.call<Status>('GET', '/status')).gateway;

test('the list at the side leads to each section, and says which one is read', async () => {
  await takePictures(window.page, 'settings-general');
  for (const name of [
    'Notifications',
    'Privacy and log',
    'Models and providers',
    'Vault',
    'Backup',
    'About',
  ]) {
    const entry = sections().getByRole('button', { name });
    await entry.click();
    await expect(window.page.getByRole('heading', { name, exact: true, level: 2 })).toBeInViewport();
    await takePictures(window.page, `settings-${name.toLowerCase().replaceAll(' ', '-')}`);
  }
});

test('another port is taken at once and can be undone; one in use is refused and nothing changes', async () => {
  const before = (await gateway()).url;
  const field = window.page.getByRole('textbox', { name: 'Port' });
  const change = window.page.getByRole('button', { name: 'Change port' });
  const other = createServer();
  const taken = await findFreePort();
  await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
  await field.fill(String(taken));
  await change.click();
  await expect(window.page.getByText(`Port ${taken} is in use by another program.`)).toBeVisible();
  expect((await gateway()).url).toBe(before);
  await takePictures(window.page, 'settings-port-in-use');
  other.close();
  const free = await findFreePort();
  await field.fill(String(free));
  await field.press('Enter');
  await expect(window.page.getByText(`Listening at 127.0.0.1:${free} now.`)).toBeVisible();
  expect((await chat(`http://127.0.0.1:${free}`, token)).status).toBe(200);
  await window.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await gateway()).url).toBe(before);
  expect((await chat(before, token)).status).toBe(200);
});

test('start at login writes the autostart file, and takes it away again', async () => {
  test.skip(process.platform !== 'linux', 'login items of other systems are not files');
  const folder = path.join(window.home, 'config', 'autostart');
  const login = window.page.getByRole('switch', { name: 'Start at login' });
  await expect(login).not.toBeChecked();
  await login.click();
  await expect(login).toBeChecked();
  expect(readFileSync(path.join(folder, 'spidergate.desktop'), 'utf8')).toMatch(/^Exec=.* --hidden$/m);
  await window.page.getByRole('switch', { name: 'Stay in the tray at login' }).click();
  await expect
    .poll(() => readFileSync(path.join(folder, 'spidergate.desktop'), 'utf8'))
    .not.toMatch(/--hidden/);
  await login.click();
  await expect.poll(() => readdirSync(folder)).toEqual([]);
});

test('keeping requests shorter names what is lost first', async () => {
  await window.page.getByRole('combobox', { name: 'Keep requests for' }).click();
  await window.page.getByRole('option', { name: '7 days', exact: true }).click();
  const dialog = window.page.getByRole('alertdialog');
  await expect(dialog).toContainText('Requests older than 7 days are deleted');
  await takePictures(window.page, 'settings-retention');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await window.control.call('GET', '/settings')).toMatchObject({ log_retention_days: 90 });
});

test('diagnostics are shown before they are saved, and hold no key', async () => {
  await window.page.getByRole('button', { name: 'Show diagnostics' }).click();
  const file = window.page.getByRole('region', { name: 'The file' });
  await expect(file).toContainText('"versions"');
  const text = (await file.textContent()) ?? '';
  for (const secret of [FAKE_KEY, token, window.home]) expect(text).not.toContain(secret);
  await takePictures(window.page, 'settings-diagnostics');
  await window.page.keyboard.press('Escape');
});
