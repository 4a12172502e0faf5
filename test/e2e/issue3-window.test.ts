import { expect, test } from '@playwright/test';
import { answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';

let first: FakeProvider;
let second: FakeProvider;
let window: AppWindow;
let token: string;

test.beforeAll(async () => {
  first = await startFakeProvider();
  second = await startFakeProvider();
  window = await openAppWindow();
  token = await connectProvider(window.control, first, 'office');
  await connectProvider(window.control, second, 'lab');
  const slots = ['office', 'lab'].map((provider) => ({ provider, model: 'fake-model' }));
  await window.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
});
test.afterAll(async () => {
  await window.close();
  await first.close();
  await second.close();
});

async function goTo(name: string): Promise<void> {
  await window.page.getByRole('button', { name, exact: true }).click();
}

test('a quota that an answer stated is on the Keys page without a reload', async () => {
  await goTo('Keys');
  await expect(window.page.getByText('Quota: known after the first answer.')).toHaveCount(2);
  first.script('*', [
    answer({
      headers: {
        'x-ratelimit-limit-requests': '30',
        'x-ratelimit-remaining-requests': '29',
        'x-ratelimit-reset-requests': '50s',
      },
    }),
  ]);
  await (await chat(window.gatewayUrl, token)).text();
  await expect(window.page.getByText('29 of 30 requests a minute')).toBeVisible();
});

test('the alias shows who serves now, and follows when that place cools down', async () => {
  await goTo('Aliases');
  await window.page.getByRole('button', { name: /^job/ }).click();
  const next = window.page.locator('[data-next=true]');
  await expect(next).toContainText('Provider office');
  first.script('*', [failWith(429, { code: 'rate_limit_exceeded' }, { 'retry-after': '600' })]);
  await (await chat(window.gatewayUrl, token)).text();
  await expect(next).toContainText('Provider lab');
  await expect(window.page.getByText(/^back in \d+:\d\d/)).toBeVisible();
});

test('the drawer says in words what happened, and where the same would go now', async () => {
  const { page } = window;
  await goTo('Requests');
  await page.getByTestId('request-row').first().click();
  const drawer = page.getByRole('complementary', { name: 'Request' });
  await expect(drawer).toContainText('Provider office says this key asks too often');
  await drawer.getByRole('button', { name: 'Explain again now' }).click();
  await expect(drawer.getByRole('list', { name: 'Where it would go now' })).toContainText('lab');
  await page.keyboard.press('Escape');
});

test('providers without an account are asked about once, and then count as in use', async () => {
  const { page, control } = window;
  await goTo('Settings');
  const toggle = page.getByRole('switch', { name: 'Providers without an account' });
  await toggle.click();
  const dialog = page.getByRole('dialog', { name: 'Answers without an account' });
  await expect(dialog).toContainText('Prompts may be logged and used');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await control.call('GET', '/settings')).toMatchObject({ anonymous_providers: false });
  await toggle.click();
  await dialog.getByRole('button', { name: 'Allow these providers' }).click();
  await expect(toggle).toBeChecked();
  await goTo('Providers');
  await expect(page.locator('[data-provider=ovh]')).toContainText('Ready, no account');
  await goTo('Settings');
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  // Agreed once is agreed; switching it back on asks nothing.
  await toggle.click();
  await expect(toggle).toBeChecked();
});

test('a setting that is wrong is refused at its own field, and nothing of it is stored', async () => {
  const { page, control } = window;
  await goTo('Settings');
  await page.getByText('How requests leave this computer').click();
  await page.getByLabel('Extra certificates').fill('/nowhere/at-all.pem');
  await page.getByLabel('Longest silence').fill('20');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Extra certificates')).toHaveAttribute('aria-invalid', 'true');
  expect(await control.call('GET', '/settings')).toMatchObject({ extra_ca_file: null, stall_ms: 15_000 });
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByLabel('Longest silence').fill('20');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => control.call('GET', '/settings')).toMatchObject({ stall_ms: 20_000 });
});
