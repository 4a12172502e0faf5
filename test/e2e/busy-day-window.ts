import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApp } from '../support/app';
import { afternoonZone, type BusyDayOptions, configureBusyDay, writeBusyDay } from '../support/busy-day';
import { type AppWindow, openAppWindow } from './app-window';

/** The app over a day of requests; gone with the window. */
export async function openBusyDay(options: BusyDayOptions): Promise<AppWindow> {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  const env = { TZ: afternoonZone(Date.now()) };
  const first = await startApp({ home, env });
  const keys = await configureBusyDay(first.control, options);
  await first.close();
  await writeBusyDay(first.dataDir, keys, options);
  const window = await openAppWindow({ home, env });
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  return {
    ...window,
    async close() {
      await window.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
