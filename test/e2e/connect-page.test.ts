import { expect, type Page, test } from '@playwright/test';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';
import { ALIAS, chat, connectProvider } from './connect-provider';
import { takePictures } from './pictures';

let office: FakeProvider;
let window: AppWindow;
let page: Page;
test.beforeAll(async () => {
  office = await startFakeProvider();
  office.script('*', [
    failWith(400, { message: 'too strange', type: 'invalid_request_error' }),
    always(answer()),
  ]);
  window = await openAppWindow();
  page = window.page;
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  await connectProvider(window.control, office, 'office');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
});
test.afterAll(async () => {
  await window.close();
  await office.close();
});

const main = () => page.getByRole('main', { name: 'Connect' });
const tools = () => page.getByRole('region', { name: 'How to tell it' });
const first = () => page.getByRole('region', { name: 'First request' });

test('a tool is shown its three things, and without a token nothing that could be taken for one', async () => {
  await expect(main()).toContainText(`${window.gatewayUrl}/v1`);
  await expect(tools()).toContainText('OpenAI Compatible');
  await expect(tools()).toContainText('spideriq_pat_…');
  await expect(tools().getByRole('button', { name: 'Copy token' })).toHaveCount(0);
  await expect(first()).toContainText('Waiting for the first request');
  await takePictures(page, 'connect-page-empty');
});

test('one button makes a token for the tool, and every example holds it', async () => {
  await main().getByRole('button', { name: 'Create a token' }).click();
  await expect(first()).toContainText('Waiting for the first request of Cline');
  const token = (await page.getByTestId('new-token').textContent()) ?? '';
  expect(token).toMatch(/^spideriq_pat_/);
  await page.getByRole('button', { name: 'Choose an alias' }).or(page.getByLabel('Model')).first().click();
  await page.getByRole('combobox', { name: 'Search' }).fill(ALIAS);
  await page.keyboard.press('Enter');
  for (const [name, part] of [
    ['Continue', `apiKey: ${token}`],
    ['OpenCode', `"apiKey": "${token}"`],
    ['Aider', `aider --model openai/${ALIAS}`],
    ['Vercel AI SDK', `spidergate("${ALIAS}")`],
    ['OpenAI for JavaScript', `apiKey: "${token}"`],
    ['Environment', `OPENAI_API_KEY="${token}"`],
  ] as const) {
    await tools().getByRole('button', { name, exact: true }).click();
    await expect(tools().getByRole('region', { name, exact: true })).toContainText(part);
  }
  await tools().getByRole('button', { name: 'Cursor' }).click();
  await expect(tools()).toContainText('cannot reach an address on this computer');
  await tools().getByRole('button', { name: 'OpenCode' }).click();
  await takePictures(page, 'connect-page-token');
});

test('the first request of that token is seen to arrive, a failed one as failed, another tool’s not at all', async () => {
  const token = (await page.getByTestId('new-token').textContent()) ?? '';
  const { token: stranger } = await window.control.call<{ token: string }>('POST', '/agent-tokens', {
    name: 'stranger',
  });
  await (await chat(window.gatewayUrl, stranger)).text();
  await expect(page.getByRole('banner')).toContainText('1 req');
  await expect(first()).toContainText('Waiting for the first request of Cline');
  office.script('*', [failWith(400, { message: 'no', type: 'invalid_request_error' }), always(answer())]);
  await (await chat(window.gatewayUrl, token)).text();
  await expect(first()).toContainText('It arrived, but got no answer');
  await takePictures(page, 'connect-page-failed');
  await (await chat(window.gatewayUrl, token)).text();
  await expect(first()).toContainText('The tool is connected');
  await takePictures(page, 'connect-page-arrived');
  await first().getByRole('button', { name: ALIAS }).click();
  await expect(page.getByRole('complementary', { name: 'Request' })).toContainText('What happened');
});

test('the token is gone once the page is left', async () => {
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByTestId('new-token')).toHaveCount(0);
  await expect(tools()).toContainText('spideriq_pat_…');
});
