import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Menu } from 'electron';
import type { ProviderSummary } from '../../src/shared/domain/provider';
import type { Status } from '../../src/shared/domain/status';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

let fake: FakeProvider;
let window: AppWindow;
let token: string;
test.beforeAll(async () => {
  fake = await startFakeProvider();
  window = await openAppWindow();
  await keepTrayMenu(window.app);
  token = await connectProvider(window.control, fake);
});
test.afterAll(async () => {
  await window.close();
  await fake.close();
});

/** Electron gives the menu of a tray to nobody, so it is caught on its way there. */
async function keepTrayMenu(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Tray }) => {
    const setContextMenu = Tray.prototype.setContextMenu;
    Tray.prototype.setContextMenu = function keep(menu: Menu | null) {
      Reflect.set(globalThis, 'trayMenu', menu);
      setContextMenu.call(this, menu);
    };
  });
}

interface Item {
  readonly label: string;
  readonly type: string;
  readonly checked: boolean;
}

function item(id: string): Promise<Item | null> {
  return window.app.evaluate((_, wanted) => {
    const menu: Menu | undefined = Reflect.get(globalThis, 'trayMenu');
    const found = menu?.getMenuItemById(wanted);
    return found ? { label: found.label, type: found.type, checked: found.checked } : null;
  }, id);
}

/** Electron ticks a check box itself before it calls the handler. */
function click(id: string): Promise<void> {
  return window.app.evaluate((_, wanted) => {
    const menu: Menu | undefined = Reflect.get(globalThis, 'trayMenu');
    const found = menu?.getMenuItemById(wanted);
    if (!found) throw new Error(`the tray menu has no ${wanted}`);
    found.click();
  }, id);
}

const isEnabled = async () => {
  const { data } = await window.control.call<{ data: readonly ProviderSummary[] }>('GET', '/providers');
  return data.find(({ id }) => id === 'fake')?.enabled;
};

test('the menu holds the state, the address and a check box for the provider', async () => {
  await expect.poll(() => item('provider:fake')).toMatchObject({ type: 'checkbox', checked: true });
  expect((await item('state'))?.label).toContain('Running');
  expect((await item('copy-address'))?.label).toContain(new URL(window.gatewayUrl).host);
});

test('a provider that is switched off in the tray gets no further request, and one switched on again does', async () => {
  await expect.poll(() => item('provider:fake')).not.toBeNull();
  expect((await chat(window.gatewayUrl, token)).status).toBe(200);
  await click('provider:fake');
  expect(await isEnabled()).toBe(false);
  const refused = await chat(window.gatewayUrl, token);
  expect(refused.status).toBe(503);
  expect(fake.chats()).toHaveLength(1);
  await expect.poll(() => item('provider:fake')).toMatchObject({ checked: false });
  await click('provider:fake');
  expect((await chat(window.gatewayUrl, token)).status).toBe(200);
});

test('pause and resume stand in each other’s place, and are obeyed', async () => {
  await expect.poll(() => item('pause')).not.toBeNull();
  await click('pause');
  expect((await chat(window.gatewayUrl, token)).status).toBe(503);
  await expect.poll(() => item('resume')).not.toBeNull();
  expect(await item('pause')).toBeNull();
  await click('resume');
  expect((await window.control.call<Status>('GET', '/status')).gateway.state).toBe('running');
});

test('the address that is copied is the one a tool needs', async () => {
  await click('copy-address');
  const copied = () => window.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toBe(`${window.gatewayUrl}/v1`);
});

test('the vault is locked from the tray at once, and the way to open it again stands in its place', async () => {
  await expect.poll(() => item('lock')).not.toBeNull();
  await click('lock');
  await expect.poll(async () => (await chat(window.gatewayUrl, token)).status).toBe(503);
  await expect.poll(() => item('unlock')).toMatchObject({ label: 'Unlock vault…' });
  expect(await item('lock')).toBeNull();
  await click('unlock');
  await expect(window.page.getByRole('main', { name: 'Settings' })).toBeVisible();
  await expect(window.page.getByRole('button', { name: 'Unlock', exact: true }).first()).toBeVisible();
  await window.control.call('POST', '/vault/unlock', { passphrase: 'a passphrase for tests' });
  await expect.poll(() => item('lock')).not.toBeNull();
});

test('closing the window leaves the gateway running, and the tray opens it again', async () => {
  const isVisible = () =>
    window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(isVisible).toBe(false);
  expect((await chat(window.gatewayUrl, token)).status).toBe(200);
  await click('open');
  await expect.poll(isVisible).toBe(true);
});

test('quit ends the app', async () => {
  const exited = new Promise((resolve) => window.app.process().once('exit', resolve));
  await click('quit').catch(() => undefined);
  expect(await exited).toBe(0);
});
