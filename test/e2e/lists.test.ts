import { expect, type Page, test } from '@playwright/test';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';
import { takePictures } from './pictures';

interface ListedAlias {
  readonly id: string;
  readonly slots: readonly { readonly provider: string; readonly enabled?: boolean }[];
}

let good: FakeProvider;
let bad: FakeProvider;
let window: AppWindow;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  [good, bad] = await Promise.all([startFakeProvider(), startFakeProvider()]);
  window = await openAppWindow();
  page = window.page;
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await connectProvider(window.control, good, 'office');
  const token = await connectProvider(window.control, bad, 'lab');
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await window.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  bad.script('*', [always(failWith(503, { message: 'down' }))]);
  good.script('*', [always(answer())]);
  await spend();
  for (let round = 0; round < 3; round++) await (await chat(window.gatewayUrl, token)).text();
});
test.afterAll(async () => {
  await window.close();
  await Promise.all([good.close(), bad.close()]);
});

/** Two tools with budgets, one nearly through it, so that the bars have something to show. */
async function spend(): Promise<void> {
  const price = { input_usd_per_million: 2_000, output_usd_per_million: 4_000 };
  await window.control.call('POST', '/providers', {
    id: 'dear',
    name: 'Provider dear',
    base_url: good.url,
    models: [{ id: 'fake-model', ...price }],
  });
  await window.control.call('POST', '/keys', { provider_name: 'dear', api_key: 'fake-key-abcd-0007' });
  const tools = [
    {
      name: 'opencode',
      budget_usd: 0.2,
      rpm_limit: 60,
      parallel_limit: 4,
      allowed_models: ['agent/*', 'dear/*'],
    },
    { name: 'ci-bot', budget_usd: 0.08, budget_window: 'day', rpd_limit: 500, tpm_limit: 40_000 },
  ];
  for (const tool of tools) {
    const { token } = await window.control.call<{ token: string }>('POST', '/agent-tokens', tool);
    for (let round = 0; round < 2; round++) {
      await (await chat(window.gatewayUrl, token, { model: 'dear/fake-model', max_tokens: 6 })).text();
    }
  }
}

async function goTo(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

async function slotsOf(id: string): Promise<readonly string[]> {
  const { data } = await window.control.call<{ data: readonly ListedAlias[] }>('GET', '/aliases');
  return data.find((alias) => alias.id === id)?.slots.map(({ provider }) => provider) ?? [];
}

const undo = (said: string) =>
  page.getByRole('listitem').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).click();

test.describe('aliases', () => {
  test('a slot is moved by keyboard, and back', async () => {
    await goTo('Aliases');
    await page.locator(`[data-item="alias/${ALIAS}"]`).click();
    const handle = page.getByRole('button', { name: 'Move Provider lab · fake-model, 1 of 2' });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.waitForTimeout(150);
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(150);
    await page.keyboard.press('Space');
    await expect.poll(() => slotsOf(ALIAS)).toEqual(['office', 'lab']);
    await undo('is tried in this order');
    await expect.poll(() => slotsOf(ALIAS)).toEqual(['lab', 'office']);
  });

  test('a slot from the catalog is added and taken out again', async () => {
    await page.getByRole('button', { name: 'Add slot' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').fill('groq gpt oss');
    await expect(dialog.getByRole('option').first()).toContainText('gpt-oss');
    await takePictures(page, 'aliases-add-slot');
    await page.keyboard.press('Enter');
    await expect.poll(() => slotsOf(ALIAS)).toEqual(['lab', 'office', 'groq']);
    await page.getByRole('button', { name: /^Actions for Groq/ }).click();
    await page.getByRole('menuitem', { name: 'Remove slot' }).click();
    await expect.poll(() => slotsOf(ALIAS)).toEqual(['lab', 'office']);
    await undo('is out of the chain');
    await expect.poll(() => slotsOf(ALIAS)).toEqual(['lab', 'office', 'groq']);
    await takePictures(page, 'aliases-chain');
  });

  test('a test run shows the way it went', async () => {
    await page.getByRole('button', { name: 'Test run' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Prompt').fill('hello there');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(dialog.getByText('What happened')).toBeVisible();
    await expect(dialog.locator('li[data-outcome=ok]')).toContainText('Provider office');
    await takePictures(page, 'aliases-test-run');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  test('an own alias is created, renamed and deleted, each with a way back', async () => {
    await page.getByRole('button', { name: 'New alias' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('my/review');
    await takePictures(page, 'aliases-create');
    await page.getByRole('button', { name: 'Create alias' }).click();
    await expect.poll(() => slotsOf('my/review')).toEqual(['lab', 'office', 'groq']);
    await page.getByRole('button', { name: 'Actions for my/review' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('my/check');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await expect.poll(() => slotsOf('my/check')).toHaveLength(3);
    expect(await slotsOf('my/review')).toEqual([]);
    await page.getByRole('button', { name: 'Actions for my/check' }).click();
    await page.getByRole('menuitem', { name: 'Delete alias' }).click();
    await expect.poll(() => slotsOf('my/check')).toEqual([]);
    await undo('my/check is deleted');
    await expect.poll(() => slotsOf('my/check')).toHaveLength(3);
  });

  test('a shipped alias that was changed gets its default back', async () => {
    await page.locator('[data-item="alias/agent/chat"]').click();
    const before = await slotsOf('agent/chat');
    await page.getByRole('button', { name: 'Actions for agent/chat' }).click();
    await page.getByRole('menuitem', { name: 'Change behaviour' }).click();
    await page.getByLabel('Attempts at most').fill('3');
    await takePictures(page, 'aliases-behaviour');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('[data-item="alias/agent/chat"]')).toContainText('changed');
    await takePictures(page, 'aliases-shipped');
    await page.getByRole('button', { name: 'Actions for agent/chat' }).click();
    await page.getByRole('menuitem', { name: 'Restore default' }).click();
    await expect(page.locator('[data-item="alias/agent/chat"]')).not.toContainText('changed');
    expect(await slotsOf('agent/chat')).toEqual(before);
  });
});

test.describe('agents', () => {
  test('a preset fills in the limits of a new token', async () => {
    await goTo('Agents');
    await page.getByRole('button', { name: 'Create token' }).first().click();
    const form = page.getByRole('form', { name: 'Create token' });
    await form.getByLabel('Name').fill('nightly');
    await form.getByRole('radio', { name: /Batch job/ }).check({ force: true });
    await expect(form.getByLabel('Budget in USD')).toHaveValue('5');
    await takePictures(page, 'agents-create');
    await form.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    const { data } = await window.control.call<{ data: readonly object[] }>('GET', '/agent-tokens');
    expect(data.at(-1)).toMatchObject({
      name: 'nightly',
      budget_usd: 5,
      budget_window: 'day',
      allowed_models: ['spideriq/*'],
    });
  });

  test('a workspace is made, and pausing a token can be undone', async () => {
    await page.getByRole('button', { name: 'New workspace' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('acme');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('region', { name: 'Workspaces' })).toContainText('acme');
    await page.getByRole('switch', { name: 'nightly may ask' }).click();
    await expect(page.getByText('Paused', { exact: true })).toBeVisible();
    await takePictures(page, 'agents-paused');
    await undo('nightly is paused');
    await expect(page.getByRole('switch', { name: 'nightly may ask' })).toBeChecked();
  });

  test('a new secret is shown once, after a clear word about the old one', async () => {
    await page.getByRole('button', { name: 'Actions for nightly' }).click();
    await page.getByRole('menuitem', { name: 'New secret' }).click();
    await expect(page.getByRole('alertdialog')).toContainText('stops working at once');
    await takePictures(page, 'agents-rotate');
    await page.getByRole('button', { name: 'Make new secret' }).click();
    await expect(page.getByTestId('new-token')).toContainText('spideriq_pat_');
    await page.getByRole('button', { name: 'Done' }).click();
  });
});

test.describe('providers', () => {
  test('an address is asked for its models before it is added', async () => {
    await goTo('Providers');
    await takePictures(page, 'providers-list');
    await page.getByRole('button', { name: 'Add custom provider' }).click();
    const form = page.getByRole('form', { name: 'Add custom provider' });
    await form.getByLabel('Name').fill('Third office');
    await form.getByLabel('Base URL').fill(good.url);
    await form.getByLabel('Key').fill('fake-key-abcd-0009');
    await form.getByRole('button', { name: 'Look for models' }).click();
    await expect(form.getByLabel('Models')).toHaveValue(/fake-model/);
    await takePictures(page, 'providers-probe');
    await form.getByLabel('Models').fill('fake-model $0.20');
    await form.getByRole('button', { name: 'Add provider' }).click();
    await expect(form.getByText('is neither a model nor')).toBeVisible();
    await form.getByLabel('Models').fill('fake-model $0.20 / $0.80');
    await form.getByRole('button', { name: 'Add provider' }).click();
    await expect(page.getByText('Third office added.')).toBeVisible();
    await expect(page.locator('[data-provider=third-office]')).toContainText('1 key');
  });
});
