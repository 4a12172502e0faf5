import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Launch } from '../support/app';

/** Playwright takes NODE_OPTIONS away; a script gives it back, so that the secrets scan sees the app too. */
export function watchLaunch({ command, env }: Launch): Pick<Launch, 'command' | 'env'> {
  const folder = process.env.SPIDERGATE_SCAN_DIR;
  const options = process.env.NODE_OPTIONS;
  if (folder === undefined || options === undefined || process.platform === 'win32') return { command, env };
  const script = path.join(folder, 'electron.sh');
  const line = 'NODE_OPTIONS="$SPIDERGATE_SCAN_OPTIONS" exec "$SPIDERGATE_SCAN_ELECTRON" "$@"';
  writeFileSync(script, `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  return {
    command: script,
    env: { ...env, SPIDERGATE_SCAN_OPTIONS: options, SPIDERGATE_SCAN_ELECTRON: command },
  };
}

/** Writes the page as it is beside every picture of it, and at its end, for the secrets scan of `npm test`. */
export function keepDom(page: Page): () => Promise<void> {
  const folder = process.env.SPIDERGATE_SCAN_DIR;
  if (folder === undefined) return () => Promise.resolve();
  let count = 0;
  const keep = async () => {
    // A page that is gone has nothing to show.
    const html = await page.content().catch(() => '');
    if (html === '') return;
    count += 1;
    const name = [process.env.SPIDERGATE_SCAN_GROUP, Date.now(), `${count}.html`].join('-');
    writeFileSync(path.join(folder, 'dom', name), html);
  };
  const takePicture = page.screenshot.bind(page);
  page.screenshot = async (options) => {
    await keep();
    return takePicture(options);
  };
  return keep;
}
