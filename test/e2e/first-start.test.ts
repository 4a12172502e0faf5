import { expect, type Page, test } from '@playwright/test';
import OpenAI from 'openai';
import { failWith } from '../faults/behaviours';
import { answerText } from '../faults/chat-answer';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS } from './connect-provider';

const SECRET = 'office-abcdefghijklmnopqrst9876';

let first: FakeProvider;
let second: FakeProvider;
let window: AppWindow;
test.beforeAll(async () => {
  first = await startFakeProvider();
  second = await startFakeProvider();
  window = await openAppWindow();
});
test.afterAll(async () => {
  await window.close();
  await first.close();
  await second.close();
});

const goTo = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function addProvider(page: Page, name: string, url: string): Promise<void> {
  await goTo(page, 'Providers');
  await page.getByRole('button', { name: 'Add custom provider' }).first().click();
  const form = page.getByRole('form', { name: 'Add custom provider' });
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Base URL').fill(url);
  await form.getByLabel(/^Models/).fill('fake-model');
  await form.getByRole('button', { name: 'Add provider' }).click();
}

test('first start: paste a key, make a token, call, and see at once where the answer came from', async () => {
  const { page, control } = window;

  await test.step('the first page names the address', async () => {
    await expect(page.getByRole('heading', { name: 'Get your first answer' })).toBeVisible();
    await expect(page.getByText(`${window.gatewayUrl}/v1`).first()).toBeVisible();
  });

  await test.step('a custom provider is added, and its key with it', async () => {
    await addProvider(page, 'First office', first.url);
    const form = page.getByRole('form', { name: 'Add key' });
    await form.getByLabel('Key', { exact: true }).fill('first-key-0000-1111');
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByText(/1 model/)).toBeVisible();
    await form.getByRole('button', { name: 'Add key' }).click();
    await expect(form).toBeHidden();
  });

  await test.step('a key is pasted on the first page for a second one, and is masked from then on', async () => {
    await addProvider(page, 'Second office', second.url);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await goTo(page, 'Overview');
    await page.getByPlaceholder('Paste a key here').fill(SECRET);
    const form = page.getByRole('form', { name: 'Add key' });
    await form.getByLabel('Provider', { exact: true }).click();
    await page.getByRole('option', { name: /Second office/ }).click();
    await form.getByRole('button', { name: 'Add key' }).click();
    await expect(form).toBeHidden();
    await goTo(page, 'Keys');
    await expect(page.getByText('…9876')).toBeVisible();
    expect(await page.content()).not.toContain(SECRET);
  });

  const token = await test.step('a token is made and shown once', async () => {
    await goTo(page, 'Agents');
    await page.getByRole('button', { name: 'Create token' }).first().click();
    const form = page.getByRole('form', { name: 'Create token' });
    await form.getByLabel('Name', { exact: true }).fill('my tool');
    await form.getByRole('button', { name: 'Create token' }).click();
    const shown = ((await page.getByTestId('new-token').textContent()) ?? '').trim();
    expect(shown).toMatch(/^spideriq_pat_[A-Za-z0-9]{32}$/);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByText('my tool')).toBeVisible();
    expect(await page.content()).not.toContain(shown);
    return shown;
  });

  const slots = ['first-office', 'second-office'].map((provider) => ({ provider, model: 'fake-model' }));
  await control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  first.script('*', [failWith(404, { code: 'model_not_found' })]);

  await test.step('the row is in the log within 200 ms of the answer', async () => {
    await goTo(page, 'Requests');
    await expect(page.getByText('No requests yet')).toBeVisible();
    await watchForRow(page);
    const openai = new OpenAI({ baseURL: `${window.gatewayUrl}/v1`, apiKey: token, maxRetries: 0 });
    const completion = await openai.chat.completions.create({
      model: ALIAS,
      messages: [{ role: 'user', content: 'hello' }],
    });
    const answeredAt = Date.now();
    expect(completion.choices[0]?.message.content).toBe(answerText());
    const shownAt = await page.evaluate(() => Reflect.get(globalThis, 'rowShown') as Promise<number>);
    expect(shownAt - answeredAt).toBeLessThan(200);
  });

  await test.step('its detail shows the fallback', async () => {
    await page.getByTestId('request-row').first().click();
    const drawer = page.getByRole('complementary', { name: 'Request' });
    await expect(drawer.getByText('Fallback from first-office/fake-model')).toBeVisible();
    const steps = drawer.getByRole('list', { name: 'Steps of this request' }).getByRole('listitem');
    await expect(steps.filter({ hasText: 'first-office ·' })).toContainText('404');
    await expect(steps.filter({ hasText: 'second-office ·' })).toContainText('Answered');
  });
});

/** Keeps the moment at which a finished row stands in the page, by the page's own clock. */
async function watchForRow(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shown = new Promise<number>((resolve) => {
      const look = () => {
        const row = document.querySelector('[data-testid="request-row"]');
        if (row?.textContent?.includes('OK')) resolve(Date.now());
      };
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    Reflect.set(globalThis, 'rowShown', shown);
  });
}
