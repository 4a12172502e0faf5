import { expect, test } from '@playwright/test';
import { always, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

let fake: FakeProvider;
let window: AppWindow;
test.beforeAll(async () => {
  fake = await startFakeProvider();
  window = await openAppWindow();
  // No daemon shows notifications under the virtual display, so they are caught at Electron's border.
  await window.app.evaluate(({ Notification }) => {
    Reflect.set(globalThis, 'shownNotices', []);
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      const notices: unknown = Reflect.get(globalThis, 'shownNotices');
      if (Array.isArray(notices)) notices.push(this);
    };
  });
});
test.afterAll(async () => {
  await window.close();
  await fake.close();
});

const shown = () =>
  window.app.evaluate(() => {
    const notices: readonly { title: string; body: string }[] = Reflect.get(globalThis, 'shownNotices');
    return notices.map(({ title, body }) => ({ title, body }));
  });

test('a refused key is told outside the window once, and a click opens its page', async () => {
  const token = await connectProvider(window.control, fake);
  fake.script('*', [
    always(failWith(401, { message: 'no', type: 'invalid_request_error', code: 'invalid_api_key' })),
  ]);
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  for (let times = 0; times < 3; times += 1) await chat(window.gatewayUrl, token);
  await expect.poll(async () => (await shown()).length, { timeout: 15_000 }).toBe(1);
  const [notice] = await shown();
  // The key and the alias that lost its only place came within seconds: one notification.
  expect(`${notice?.title} ${notice?.body}`).toContain('is failing');
  await window.app.evaluate(() => {
    const [first]: readonly { emit(name: string): void }[] = Reflect.get(globalThis, 'shownNotices');
    first?.emit('click');
  });
  await expect
    .poll(() => window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  await expect
    .poll(() => window.page.evaluate(() => globalThis.location.hash))
    .toMatch(/^#(?:keys|overview)$/);
  await chat(window.gatewayUrl, token);
  expect(await shown()).toHaveLength(1);
});
