import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type AppWindow, openAppWindow } from './app-window';

const FOLDER = path.resolve('artifacts/screens');
const HOST = 'trayer';
/** Of the panel, at the lower edge of the virtual display. */
const HEIGHT = 32;

let host: ChildProcess | null = null;
let window: AppWindow | null = null;
test.afterEach(async () => {
  await window?.close();
  host?.kill();
});

const isInstalled = () => spawnSync(HOST, ['--help'], { stdio: 'ignore' }).error === undefined;

/** The pixels of the whole screen as the X server has them. */
async function capture(app: AppWindow, file: string): Promise<number> {
  const png = await app.app.evaluate(async ({ desktopCapturer, screen }, height) => {
    const { size } = screen.getPrimaryDisplay();
    const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size });
    const picture = source?.thumbnail.crop({
      x: 0,
      y: size.height - height,
      width: size.width,
      height,
    });
    const pixels = picture?.toBitmap() ?? Buffer.alloc(0);
    let inked = 0;
    // Blue, green, red, alpha: what is neither the panel's black nor nearly so.
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0) > 300) inked += 1;
    }
    return { inked, data: picture?.toPNG().toString('base64') ?? '' };
  }, HEIGHT);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, Buffer.from(png.data, 'base64'));
  return png.inked;
}

test('a real panel shows the icon, and another one while it is paused', async () => {
  test.skip(process.platform !== 'linux', 'panels of other systems need no host');
  test.skip(!isInstalled(), `the Debian package ${HOST} is not installed`);
  mkdirSync(FOLDER, { recursive: true });
  const size = ['--heighttype', 'pixel', '--height', String(HEIGHT), '--widthtype', 'request'];
  const place = ['--edge', 'bottom', '--align', 'left', '--SetDockType', 'false'];
  host = spawn(HOST, [...size, ...place, '--transparent', 'false', '--tint', '0x000000'], {
    stdio: 'ignore',
  });
  // Without a bus no other way into the panel is tried.
  window = await openAppWindow({ env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, args: [] });
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const idle = path.join(FOLDER, 'tray-idle.png');
  const opened = window;
  await expect.poll(() => capture(opened, idle), { timeout: 15_000 }).toBeGreaterThan(40);
  const before = await capture(window, idle);
  await window.control.call('POST', '/pause', { minutes: 15 });
  await expect
    .poll(() => capture(opened, path.join(FOLDER, 'tray-paused.png')), { timeout: 10_000 })
    .not.toBe(before);
});
