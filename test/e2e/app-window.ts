import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { type AppOptions, planLaunch } from '../support/app';
import { type ControlClient, createControlClient } from '../support/control-client';
import { keepDom, watchLaunch } from './watch-window';

/** The real app with its window open, driven by Playwright. */
export interface AppWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly control: ControlClient;
  readonly gatewayUrl: string;
  readonly dataDir: string;
  readonly home: string;
  close(): Promise<void>;
}

export async function openAppWindow(options: AppOptions = {}): Promise<AppWindow> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'sg-'));
  const launch = await planLaunch(home, { args: [], ...options });
  const { command, env } = watchLaunch(launch);
  const app = await electron.launch({
    executablePath: command,
    args: [...launch.args],
    env,
    timeout: 30_000,
  });
  const control = createControlClient(path.join(launch.dataDir, 'control.sock'));
  const page = await app.firstWindow();
  const keepPage = keepDom(page);
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.waitForLoadState('domcontentloaded');
  await untilUp(control);
  return {
    app,
    page,
    control,
    gatewayUrl: `http://127.0.0.1:${launch.port}`,
    dataDir: launch.dataDir,
    home,
    async close() {
      await keepPage();
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
      await app.close().catch(() => undefined);
      if (!options.home) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Playwright reads the output, so the `listening` line is not ours to wait for. */
async function untilUp(control: ControlClient): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await control.send('GET', '/status').catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the Control API did not answer');
}
