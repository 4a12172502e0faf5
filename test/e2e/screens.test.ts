import { createServer } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { PAGES, type PageName } from '../../src/renderer/app/navigation';
import { findFreePort } from '../support/free-port';
import { type AppWindow, openAppWindow } from './app-window';
import { openBusyDay } from './busy-day-window';
import { takePictures } from './pictures';

async function goTo(page: Page, name: PageName): Promise<void> {
  await page.evaluate((hash) => {
    globalThis.location.hash = hash;
  }, name);
  const label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const entry = page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: label });
  await expect(entry).toHaveAttribute('aria-current', 'page');
}

/** Each page as it is, or as what is done on it first makes it. */
async function takeAll(
  page: Page,
  suffix: string,
  first: Partial<Record<PageName, () => Promise<unknown>>> = {},
): Promise<void> {
  for (const name of PAGES) {
    await goTo(page, name);
    await first[name]?.();
    await takePictures(page, `${name}-${suffix}`);
  }
}

async function withWindow(
  open: () => Promise<AppWindow>,
  work: (window: AppWindow) => Promise<void>,
): Promise<void> {
  const window = await open();
  try {
    await work(window);
  } finally {
    await window.close();
  }
}

test('every page before anything was set up', async () => {
  await withWindow(
    () => openAppWindow(),
    async ({ app, page }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
      await expect(page.getByRole('heading', { name: 'Get your first answer' })).toBeVisible();
      await takeAll(page, 'empty');
    },
  );
});

test('every page on a day that goes well', async () => {
  await withWindow(
    () => openBusyDay({ hasTrouble: false }),
    async ({ page }) => {
      await takeAll(page, 'normal', {
        overview: () => expect(page.locator('canvas')).toBeVisible(),
        requests: () => expect(page.getByTestId('request-row').first()).toBeVisible(),
        aliases: () => page.locator('[data-item="alias/agent/coding"]').click(),
      });
      await goTo(page, 'requests');
      await page.getByRole('searchbox', { name: 'Filter requests' }).fill('fallback:yes status:ok');
      await expect(page.getByRole('button', { name: 'Clear filter' })).toBeVisible();
      await page.getByTestId('request-row').nth(1).click();
      await expect(page.getByRole('complementary', { name: 'Request' })).toContainText('Skipped');
      await takePictures(page, 'request-route');
    },
  );
});

test('every page on a day with trouble: refused, cooling, spent, nobody left, port taken', async () => {
  await withWindow(() => openBusyDay({ hasTrouble: true }), takeTrouble);
});

test('every page in the smallest window', async () => {
  await withWindow(
    () => openBusyDay({ hasTrouble: true }),
    async ({ app, page }) => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(960, 640));
      await takeAll(page, 'small');
    },
  );
});

async function takeTrouble({ page, control }: AppWindow): Promise<void> {
  const slots = [
    { provider: 'mistral', model: 'mistral-medium-latest' },
    { provider: 'google', model: 'gemini-2.5-flash' },
    { provider: 'cerebras', model: 'gpt-oss-120b' },
  ];
  await control.call('PUT', `/aliases/${encodeURIComponent('my/review')}`, { slots });
  await control.call('POST', '/agent-tokens', {
    name: 'workshop',
    expires_at: new Date(Date.now() + 3_000).toISOString(),
  });
  const port = await findFreePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  try {
    await takeAll(page, 'error', {
      overview: () => expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('Mistral'),
      requests: () => showFailures(page),
      keys: () => expect(page.getByText(/Cooling, back in/)).toBeVisible(),
      agents: () => expect(page.getByText('Expired', { exact: true })).toBeVisible(),
      aliases: () => page.locator('[data-item="alias/my/review"]').click(),
      providers: () => expect(page.locator('[data-provider=mistral]')).toContainText('Failing'),
      settings: () => tryPort(page, port),
    });
  } finally {
    other.close();
  }
}

async function showFailures(page: Page): Promise<void> {
  await page.getByRole('searchbox', { name: 'Filter requests' }).fill('status:error');
  await expect(page.getByTestId('request-row').filter({ hasText: 'OK' })).toHaveCount(0);
  await page.getByTestId('request-row').first().click();
  await expect(page.getByRole('complementary', { name: 'Request' })).toBeVisible();
}

async function tryPort(page: Page, port: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port));
  await page.getByRole('button', { name: 'Change port' }).click();
  await expect(page.getByText(`Port ${port} is in use by another program.`)).toBeVisible();
}

test('every page says so when nothing can be read, and reads again when asked', async () => {
  await withWindow(
    () => openBusyDay({ hasTrouble: false }),
    async ({ app, page }) => {
      await breakReads(app);
      await page.reload();
      for (const name of PAGES) {
        await goTo(page, name);
        // That page only says what to copy.
        if (name !== 'connect') await expect(retry(page)).toBeVisible();
        await takePictures(page, `${name}-unreadable`);
      }
      await app.evaluate(() => Reflect.set(globalThis, 'areReadsBroken', false));
      await goTo(page, 'keys');
      await retry(page).click();
      await expect(page.getByRole('row', { name: /Groq/ }).first()).toBeVisible();
    },
  );
});

const retry = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Try again' }).first();

/** Until `areReadsBroken` is taken back, every question of the window is answered with an error. */
async function breakReads(app: AppWindow['app']): Promise<void> {
  await app.evaluate(({ ipcMain }) => {
    const handlers: Map<string, (...args: unknown[]) => unknown> = Reflect.get(ipcMain, '_invokeHandlers');
    const error = {
      message: 'Something went wrong inside SpiderGate. The log has the details.',
      type: 'server_error',
      param: null,
      code: 'internal_error',
    };
    Reflect.set(globalThis, 'areReadsBroken', true);
    for (const [channel, answer] of [...handlers]) {
      if (!/:(?:list|get)$/.test(channel) || /^(?:theme|status)/.test(channel)) continue;
      handlers.set(channel, (...args) =>
        Reflect.get(globalThis, 'areReadsBroken') === true ? { ok: false, error } : answer(...args),
      );
    }
  });
}
