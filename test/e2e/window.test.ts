import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { planLaunch } from '../support/app';
import { type AppWindow, openAppWindow } from './app-window';

const run = promisify(execFile);

let window: AppWindow;
test.beforeAll(async () => {
  window = await openAppWindow();
});
test.afterAll(() => window.close());

const isVisible = () =>
  window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

test('the page is in a sandbox and has nothing of Node', async () => {
  const preferences = await window.app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    // Not in Electron's types, but the only way to see what is in force.
    const read: unknown = contents && Reflect.get(contents, 'getLastWebPreferences');
    const { sandbox, contextIsolation, nodeIntegration } =
      typeof read === 'function' ? read.call(contents) : {};
    return { sandbox, contextIsolation, nodeIntegration };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  const seen = await window.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(seen).toEqual([]);
});

test('the page cannot open a window, load from the network or run foreign code', async () => {
  const { page } = window;
  const outcome = await page.evaluate(async () => {
    const opened = globalThis.open('https://example.com');
    const image = await new Promise((resolve) => {
      const element = new Image();
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('blocked');
      element.src = 'https://example.com/x.png';
    });
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    const evaluated = await new Promise((resolve) => {
      try {
        resolve(new Function('return 1')());
      } catch {
        resolve('blocked');
      }
    });
    const fetched = await fetch('https://example.com').then(
      () => 'fetched',
      () => 'blocked',
    );
    const permission = await navigator.mediaDevices?.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return {
      opened,
      image,
      evaluated,
      fetched,
      inlineRan: 'inlineRan' in globalThis,
      permission: permission ?? 'denied',
    };
  });
  expect(outcome).toEqual({
    opened: null,
    image: 'blocked',
    evaluated: 'blocked',
    fetched: 'blocked',
    inlineRan: false,
    permission: 'denied',
  });
  expect(window.app.windows()).toHaveLength(1);
});

test('a frame inside the page cannot reach the bridge', async () => {
  const reached = await window.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const inside: unknown = frame.contentWindow && Reflect.get(frame.contentWindow, 'spidergate');
    frame.remove();
    return inside !== undefined && inside !== null;
  });
  expect(reached).toBe(false);
});

test('the page cannot navigate away', async () => {
  // Not through Playwright's page, which from then on would wait for the new one.
  const outcome = await window.app.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    const before = contents?.getURL();
    const stopped = new Promise((resolve) => contents?.once('will-frame-navigate', resolve));
    await contents?.executeJavaScript("location.href = 'https://example.com/'; 0");
    await stopped;
    const title = await contents?.executeJavaScript('document.querySelector("nav")?.ariaLabel');
    return { before, after: contents?.getURL(), title };
  });
  expect(outcome).toEqual({ before: expect.stringMatching(/^app:/), after: outcome.before, title: 'Pages' });
});

test('closing hides the window, and a second start shows it instead of running twice', async () => {
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(isVisible).toBe(false);
  const port = Number(new URL(window.gatewayUrl).port);
  const launch = await planLaunch(window.home, { dataDir: window.dataDir, port, args: [] });
  const { stdout } = await run(launch.command, launch.args, { env: launch.env, timeout: 20_000 });
  expect(stdout).not.toContain('listening');
  await expect.poll(isVisible).toBe(true);
});
