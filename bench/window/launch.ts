import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { planLaunch } from '../../test/support/app.ts';
import { type ControlClient, createControlClient } from '../../test/support/control-client.ts';

const TRIES = 400;
const TRY_EVERY_MS = 25;
const TRAY_MS = 1000;

/** The app in the tray, its window not made yet. */
export interface HiddenApp {
  readonly pid: number;
  readonly gatewayUrl: string;
  readonly control: ControlClient;
  /** As the tray's "Open" does; gives the page and how long it took until its state could be read. */
  open(): Promise<{ readonly page: Page; readonly ms: number }>;
  /** As its close button does: the page stays, out of sight. */
  hide(): Promise<void>;
  show(): Promise<void>;
  close(): Promise<void>;
}

export async function launchHidden(home: string): Promise<HiddenApp> {
  const launch = await planLaunch(home);
  const app = await electron.launch({
    executablePath: launch.command,
    args: [...launch.args],
    env: launch.env,
    timeout: 30_000,
  });
  const control = createControlClient(path.join(launch.dataDir, 'control.sock'));
  await untilUp(control);
  // Its socket answers a moment before the tray is there to be clicked.
  await sleep(TRAY_MS);
  return {
    pid: app.process().pid ?? 0,
    gatewayUrl: `http://127.0.0.1:${launch.port}`,
    control,
    open: () => timeOpening(app),
    hide: () => inMain(app, 'close'),
    show: () => inMain(app, 'show'),
    async close() {
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
      await app.close().catch(() => undefined);
    },
  };
}

/** Until somebody can read the gateway's state in it: later than its first paint. */
async function timeOpening(app: ElectronApplication): Promise<{ readonly page: Page; readonly ms: number }> {
  const coming = app.waitForEvent('window');
  const began = performance.now();
  // What macOS sends when the icon in the dock is clicked leads to where the tray's "Open" does.
  await app.evaluate(({ app: electronApp }) => electronApp.emit('activate'));
  const page = await coming;
  await page.getByTestId('gateway-state').waitFor({ timeout: 30_000 });
  return { page, ms: performance.now() - began };
}

function inMain(app: ElectronApplication, what: 'close' | 'show'): Promise<void> {
  return app.evaluate(({ BrowserWindow }, method) => BrowserWindow.getAllWindows()[0]?.[method](), what);
}

async function untilUp(control: ControlClient): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await control.send('GET', '/status').catch(() => null);
    if (answer?.status === 200) return;
    await sleep(TRY_EVERY_MS);
  }
  throw new Error('the Control API did not answer');
}
