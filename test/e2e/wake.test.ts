import { expect, test } from '@playwright/test';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type ProxyServer, startProxy } from '../support/proxy-server';
import { type AppWindow, openAppWindow } from './app-window';
import { chat, connectProvider } from './connect-provider';

let fake: FakeProvider;
let proxy: ProxyServer;
let window: AppWindow;
test.beforeAll(async () => {
  fake = await startFakeProvider();
  proxy = await startProxy();
  window = await openAppWindow();
});
test.afterAll(async () => {
  await window.close();
  await proxy.close();
  await fake.close();
});

test('after sleep there is a new connection before anybody asks, and the next request uses it', async () => {
  const { control, gatewayUrl, app } = window;
  await control.call('PATCH', '/settings', { proxy: { url: `http://127.0.0.1:${proxy.port}` } });
  // A name only the proxy knows: connections to this computer itself are not opened ahead.
  const far = { ...fake, url: `http://upstream.invalid:${fake.port}/v1` };
  const token = await connectProvider(control, far, 'far');
  await expect.poll(proxy.accepted).toBe(1);
  expect(fake.requests).toHaveLength(0);
  expect((await chat(gatewayUrl, token)).status).toBe(200);
  const before = proxy.accepted();
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(proxy.accepted).toBe(before + 1);
  expect(fake.requests).toHaveLength(1);
  expect((await chat(gatewayUrl, token)).status).toBe(200);
  expect(proxy.accepted()).toBe(before + 1);
});
