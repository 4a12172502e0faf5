import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type AppWindow, openAppWindow } from './app-window';

const FOLDER = path.resolve('artifacts/screens');
const HOST = 'trayer';
/** Of the panel, at the lower edge of the virtual display. */
const HEIGHT = 32;
const FEWEST_PIXELS = 40;

let host: ChildProcess | null = null;
let window: AppWindow | null = null;
test.afterEach(async () => {
  await window?.close();
  host?.kill();
});

const isInstalled = () => spawnSync(HOST, ['--help'], { stdio: 'ignore' }).error === undefined;

interface Picture {
  /** Pixels that are neither the screen's black nor the panel's grey. */
  readonly inked: number;
  readonly png: string;
}

/** What the X server shows where the panel is. */
function look(app: AppWindow): Promise<Picture> {
  return app.app.evaluate(
    async ({ desktopCapturer, screen }, { height, width }) => {
      const { size } = screen.getPrimaryDisplay();
      const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size });
      const picture = source?.thumbnail.crop({ x: 0, y: size.height - height, width, height });
      const pixels = picture?.toBitmap() ?? Buffer.alloc(0);
      let inked = 0;
      // Blue, green, red, alpha. The glyph is nearly white on a dark panel.
      for (let at = 0; at < pixels.length; at += 4) {
        if ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0) > 3 * 150) inked += 1;
      }
      return { inked, png: picture?.toPNG().toString('base64') ?? '' };
    },
    { height: HEIGHT, width: 2 * HEIGHT },
  );
}

async function take(app: AppWindow, name: string): Promise<Picture> {
  const picture = await look(app);
  writeFileSync(path.join(FOLDER, `tray-${name}.png`), Buffer.from(picture.png, 'base64'));
  return picture;
}

test('a real panel shows the icon, another one while it is paused, and the first one after it', async () => {
  test.skip(process.platform !== 'linux', 'panels of other systems need no host');
  test.skip(!isInstalled(), `the Debian package ${HOST} is not installed`);
  mkdirSync(FOLDER, { recursive: true });
  const size = ['--heighttype', 'pixel', '--height', String(HEIGHT), '--widthtype', 'request'];
  const place = ['--edge', 'bottom', '--align', 'left', '--SetDockType', 'false'];
  host = spawn(HOST, [...size, ...place, '--transparent', 'true', '--alpha', '0', '--tint', '0x1e1e22'], {
    stdio: 'ignore',
  });
  // Without a bus no other way into the panel is tried.
  window = await openAppWindow({ env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, args: [] });
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const opened = window;
  await expect
    .poll(async () => (await look(opened)).inked, { timeout: 15_000 })
    .toBeGreaterThan(FEWEST_PIXELS);
  const idle = await take(opened, 'idle');
  // The panel is the screen's only light: a glyph, not a bright square.
  expect(idle.inked).toBeLessThan((HEIGHT * HEIGHT) / 2);
  await opened.control.call('POST', '/pause', { minutes: 15 });
  await expect.poll(async () => (await look(opened)).png, { timeout: 10_000 }).not.toBe(idle.png);
  const paused = await take(opened, 'paused');
  expect(paused.inked).toBeGreaterThan(FEWEST_PIXELS);
  await opened.control.call('POST', '/resume');
  await expect.poll(async () => (await look(opened)).png, { timeout: 10_000 }).toBe(idle.png);
});
