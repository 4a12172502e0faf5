import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type Request, test } from '@playwright/test';
import type { Invite } from '../../src/shared/domain/invite';
import type { ProviderKey } from '../../src/shared/domain/key';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type RunningApp, startApp } from '../support/app';
import { type ForeignBrowser, openForeignBrowser } from './foreign-browser';

const SECRET = 'fake-key-contributed-by-Ada-7731';
const PICTURES = path.resolve('artifacts/screens');

let app: RunningApp;
let provider: FakeProvider;
let browser: ForeignBrowser;
let home: string;
let requests: Request[] = [];
let complaints: string[] = [];
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  home = mkdtempSync(path.join(tmpdir(), 'sg-invites-'));
  provider = await startFakeProvider();
  app = await startApp();
  await app.control.call('POST', '/providers', {
    id: 'fake',
    name: 'Fake Cloud',
    base_url: provider.url,
    models: ['fake-model'],
  });
  browser = await openForeignBrowser();
  browser.page.on('request', (request) => requests.push(request));
  browser.page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  browser.page.on('pageerror', (error) => complaints.push(error.message));
});
test.afterAll(async () => {
  await browser.close();
  await app.close();
  await provider.close();
  rmSync(home, { recursive: true, force: true });
});
test.beforeEach(() => {
  requests = [];
  complaints = [];
});

const invite = (change: Record<string, unknown> = {}) =>
  app.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'from Ada',
    from: 'Grace',
    message: 'For the compiler project. A free key is enough, thank you.',
    ...change,
  });
const readKeys = async () => (await app.control.call<{ data: ProviderKey[] }>('GET', '/keys')).data;
const stateOf = async (id: string) =>
  (await app.control.call<{ data: Invite[] }>('GET', '/invites')).data.find((one) => one.id === id)?.state;

async function fillIn(page: Page, button: string, secret = SECRET): Promise<void> {
  await page.getByLabel('Your Fake Cloud key').fill(secret);
  await page.getByRole('button', { name: button }).click();
}

/** Nothing left the browser but to its own address, and nothing readable; the key is not in the page either. */
async function expectSealed(page: Page, origin: string): Promise<void> {
  for (const request of requests) {
    if (!request.url().startsWith('data:')) expect(new URL(request.url()).origin).toBe(origin);
    expect(`${request.url()} ${request.postData() ?? ''}`).not.toContain(SECRET);
  }
  expect(await page.content()).not.toContain(SECRET);
  expect(complaints).toEqual([]);
}

async function takePictures(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Legacy: here no second page can be opened.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}

test('a: on this computer, a key is sealed in the browser, tested, used, and taken back', async () => {
  const { page } = browser;
  const made = await invite();
  await page.goto(made.link ?? '');
  await expect(
    page.getByRole('heading', { name: 'Grace asks you to add a key for Fake Cloud' }),
  ).toBeVisible();
  await expect(page.locator('#fingerprint')).toHaveText(made.fingerprint ?? '-');
  await expect(page.getByLabel('Your Fake Cloud key')).toBeFocused();
  await takePictures(page, 'contribute');
  await page.setViewportSize({ width: 390, height: 844 });
  await takePictures(page, 'contribute-phone');
  await page.setViewportSize({ width: 800, height: 600 });
  await fillIn(page, 'Seal and send');
  await expect(page.getByText('Your key works and is in the vault.')).toBeVisible();
  await expectSealed(page, app.gatewayUrl);
  await takePictures(page, 'contributed');
  expect(await readKeys()).toMatchObject([{ key_label: 'from Ada', provider_name: 'fake' }]);
  const code = (await page.locator('#withdrawal-code').textContent()) ?? '';
  // The invite has done its work.
  expect((await page.goto(made.link ?? ''))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This invite does not work' })).toBeVisible();
  await page.getByRole('link', { name: 'Take your key back' }).click();
  await page.getByLabel('Withdrawal code').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Delete the key' }).click();
  await expect(page.getByText('The key was deleted')).toBeVisible();
  expect(await readKeys()).toEqual([]);
  expect(await stateOf(made.id)).toBe('withdrawn');
});

test('b: from another device of the network, over plain HTTP, where there is no WebCrypto', async () => {
  const { page } = browser;
  const made = await invite({ in_network: true });
  const link = made.network_links[0] ?? '';
  test.skip(link === '', 'this machine has no network address');
  await page.goto(link);
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
  await fillIn(page, 'Seal and send');
  await expect(page.getByText('Your key works and is in the vault.')).toBeVisible();
  await expectSealed(page, new URL(link).origin);
  // The listener has gone with the invite.
  await expect
    .poll(() =>
      page.goto(link).then(
        (answer) => answer?.status() ?? 0,
        () => 'closed',
      ),
    )
    .toBe('closed');
  const code = await readKeys();
  expect(code).toHaveLength(1);
  await app.control.call('DELETE', `/keys/${code[0]?.id}`);
});

test('c: as one file, offline, with a reply that only the vault opens', async () => {
  const { page } = browser;
  const made = await invite();
  const { text } = await app.control.send('GET', `/invites/${made.id}/file`);
  const file = path.join(home, 'invite.html');
  writeFileSync(file, text);
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  await expect(page.locator('#fingerprint')).toHaveText(made.fingerprint ?? '-');
  await fillIn(page, 'Seal the key');
  const reply = await page.getByLabel('Sealed reply').inputValue();
  await takePictures(page, 'sealed-reply');
  await expectSealed(page, 'null');
  await page.context().setOffline(false);
  const code = (await page.locator('#withdrawal-code').textContent()) ?? '';
  const altered = `${reply.slice(0, 300)}${reply[300] === 'A' ? 'B' : 'A'}${reply.slice(301)}`;
  expect((await app.control.send('POST', '/invites/reply', { reply: altered })).status).toBe(400);
  expect(await readKeys()).toEqual([]);
  expect(await app.control.call('POST', '/invites/reply', { reply })).toMatchObject({
    outcome: 'added',
    test: { ok: true },
  });
  expect((await app.control.send('POST', '/invites/reply', { reply })).status).toBe(409);
  expect(await app.control.call('POST', '/invites/reply', { reply: code })).toMatchObject({
    outcome: 'withdrawn',
  });
  expect(await readKeys()).toEqual([]);
});

test('the same file takes the key back, offline and after the invite is over', async () => {
  const { page } = browser;
  const made = await invite();
  const { text } = await app.control.send('GET', `/invites/${made.id}/file`);
  const file = path.join(home, 'invite-to-keep.html');
  writeFileSync(file, text);
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByLabel('Your Fake Cloud key')).toBeFocused();
  await fillIn(page, 'Seal the key');
  const reply = await page.getByLabel('Sealed reply').inputValue();
  const code = (await page.locator('#withdrawal-code').textContent()) ?? '';
  // A look at the other tab must not lose the code, which is shown here alone.
  await page.getByRole('tab', { name: 'Take a key back' }).click();
  await page.getByRole('tab', { name: 'Add a key' }).click();
  await expect(page.locator('#withdrawal-code')).toHaveText(code);
  await app.control.call('POST', '/invites/reply', { reply });
  expect(await readKeys()).toHaveLength(1);
  // A year later.
  await page.clock.setFixedTime(Date.now() + 365 * 86_400_000);
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByRole('heading', { name: 'This invite does not work' })).toBeVisible();
  await page.getByRole('tab', { name: 'Add a key' }).press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Take a key back' })).toBeFocused();
  await takePictures(page, 'withdraw-file');
  const field = page.getByLabel('Withdrawal code');
  await field.fill('SGW-12345');
  await page.getByRole('button', { name: 'Make the withdrawal' }).click();
  await expect(page.getByRole('alert')).toContainText('This is no withdrawal code');
  const make = async (typed: string) => {
    await page.getByRole('tab', { name: 'Take a key back' }).click();
    await field.fill(typed);
    await page.getByRole('button', { name: 'Make the withdrawal' }).click();
    return page.getByLabel('Sealed withdrawal').inputValue();
  };
  const wrong = await make(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`);
  const right = await make(code.toLowerCase().replaceAll('-', ' '));
  expect(right).not.toContain(code);
  await expect(page.getByRole('link', { name: 'SpiderGate is on this computer' })).toHaveAttribute(
    'href',
    `spidergate://invite-reply#${right}`,
  );
  await takePictures(page, 'sealed-withdrawal');
  await expectSealed(page, 'null');
  await page.context().setOffline(false);
  expect((await app.control.send('POST', '/invites/reply', { reply: wrong })).status).toBe(400);
  expect(await readKeys()).toHaveLength(1);
  expect(await app.control.call('POST', '/invites/reply', { reply: right })).toMatchObject({
    outcome: 'withdrawn',
  });
  expect(await readKeys()).toEqual([]);
  expect(await stateOf(made.id)).toBe('withdrawn');
  expect((await app.control.send('POST', '/invites/reply', { reply: right })).status).toBe(409);
});

test('a file whose signature does not fit asks for nothing', async () => {
  const { page } = browser;
  const made = await invite();
  const { text } = await app.control.send('GET', `/invites/${made.id}/file`);
  const token = made.link?.split('/').at(-1) ?? '';
  const forged = `${token.slice(0, 60)}${token[60] === 'A' ? 'B' : 'A'}${token.slice(61)}`;
  const file = path.join(home, 'forged.html');
  writeFileSync(file, text.replace(token, forged));
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByRole('heading', { name: 'This invite does not work' })).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

test('nothing that was written into the page runs, and nobody can frame it', async () => {
  const { page } = browser;
  const made = await invite({
    message: '</script><script>document.title="taken"</script><img src=x onerror=alert(1)>',
  });
  await page.goto(made.link ?? '');
  await expect(page.getByText('document.title="taken"')).toBeVisible();
  expect(await page.title()).toBe('Add a key · SpiderGate');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken"';
    document.body.append(script);
    return document.title;
  });
  expect(ran).toBe('Add a key · SpiderGate');
  const left = await page.evaluate(() =>
    fetch('https://evil.example/').then(
      () => 'sent',
      () => 'blocked',
    ),
  );
  expect(left).toBe('blocked');
});

test('a key that its provider refuses is not stored, and another can be tried', async () => {
  const { page } = browser;
  const made = await invite();
  await page.goto(made.link ?? '');
  await fillIn(page, 'Seal and send', 'two words');
  await expect(page.getByText('a key has no blanks in it')).toBeVisible();
  await app.control.call('DELETE', `/invites/${made.id}`);
  await fillIn(page, 'Seal and send');
  await expect(page.getByRole('alert')).toContainText('This invite does not work, or no longer');
  expect(await readKeys()).toEqual([]);
});
