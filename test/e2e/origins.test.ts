import { expect, test } from '@playwright/test';
import { type AppWindow, openAppWindow } from './app-window';

const ORIGIN = 'http://localhost:3000';

let window: AppWindow;
test.beforeAll(async () => {
  window = await openAppWindow();
});
test.afterAll(() => window.close());

const connect = async (origin: string) =>
  (await fetch(`${window.gatewayUrl}/v1/models`, { headers: { origin } })).status;

test('an app that tried to connect is shown, and can be allowed and taken off', async () => {
  const { page } = window;
  expect(await connect(ORIGIN)).toBe(403);
  const toasts = page.getByRole('region', { name: /^Notifications/ });
  await expect(toasts.getByText(`An app at ${ORIGIN} tried to connect`)).toBeVisible();
  // The overview says the same, for whoever did not look.
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(attention.getByText(`An app at ${ORIGIN} tried to connect`)).toBeVisible();
  await toasts.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: `Allow ${ORIGIN}` }).click();
  await expect(page.getByRole('button', { name: `Remove ${ORIGIN}` })).toBeVisible();
  expect(await connect(ORIGIN)).toBe(200);
  await page.getByRole('button', { name: `Remove ${ORIGIN}` }).click();
  await expect(page.getByRole('button', { name: `Remove ${ORIGIN}` })).toBeHidden();
  expect(await connect(ORIGIN)).toBe(403);
});

test('what names nobody is shown without a way to allow it', async () => {
  const { page } = window;
  expect(await connect('null')).toBe(403);
  await expect(page.getByText('Cannot be allowed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Allow null' })).toHaveCount(0);
});
