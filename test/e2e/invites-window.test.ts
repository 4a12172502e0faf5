import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { resolveRuntime } from '../../scripts/setup/runtime.mjs';
import type { Invite } from '../../src/shared/domain/invite';
import { answerInvite, tokenOf, WITHDRAWAL_CODE } from '../support/invite-fixtures';
import type { AppWindow } from './app-window';
import { dropFile } from './drop-file';
import { openFakeCloud } from './fake-cloud';
import { takePictures } from './pictures';

const SECRET = 'fake-key-contributed-by-Ada-7732';

let window: AppWindow;
test.beforeAll(async () => {
  window = await openFakeCloud();
  await window.page.getByRole('button', { name: 'Keys', exact: true }).click();
});
test.afterAll(() => window.close());

const readInvites = async () => (await window.control.call<{ data: Invite[] }>('GET', '/invites')).data;

test('the owner makes an invite by keyboard, hands it over, and takes the reply in', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'Invite', exact: true }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Invite somebody to add a key' });
  await form.getByRole('button', { name: 'Create invite' }).click();
  await expect(form.getByText('This is needed.').first()).toBeVisible();
  await form.getByLabel('Provider').click();
  await page.keyboard.type('Fake');
  await page.keyboard.press('Enter');
  await form.getByLabel('Name of the key').fill('from Ada');
  await form.getByLabel('Your name').fill('Grace');
  await form.getByLabel('Message').fill('For the compiler project.');
  await takePictures(page, 'invite-form');
  await form.getByRole('button', { name: 'Create invite' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite for Fake Cloud' });
  await expect(dialog).toBeVisible();
  const [made] = await readInvites();
  await expect(dialog).toContainText(made?.fingerprint ?? '-');
  await expect(dialog).toContainText(made?.link ?? '-');
  await dialog.getByRole('switch', { name: 'Reachable in my network' }).click();
  await expect.poll(async () => (await readInvites())[0]?.in_network).toBe(true);
  await takePictures(page, 'invite-share');
  const file = path.join(window.home, 'invite.html');
  await window.app.evaluate(({ dialog: boxes }, filePath) => {
    boxes.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await dialog.getByRole('button', { name: 'Save file' }).click();
  await expect(page.getByText('Invite saved.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain(tokenOf(made?.link ?? null));
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Invites' })).toContainText('Waiting');

  await page.getByRole('button', { name: 'Add reply' }).click();
  const reply = await answerInvite(tokenOf(made?.link ?? null), SECRET);
  const box = page.getByLabel('Reply or withdrawal code');
  await box.fill(`${reply.slice(0, -4)}AAAA`);
  await page.getByRole('button', { name: 'Add key', exact: true }).last().click();
  await expect(page.getByRole('alert')).toContainText('does not open');
  await box.fill(reply);
  await page.getByRole('button', { name: 'Add key', exact: true }).last().click();
  await expect(page.getByText('The key is in the vault.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Invites' })).toContainText('Key added');
  await expect(page.getByRole('table').first()).toContainText('from Ada');
  expect(await page.content()).not.toContain(SECRET);
  await takePictures(page, 'invites');
});

test('a link brings a reply to the window, which asks before it does anything', async () => {
  const { page } = window;
  const made = await window.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'by link',
    from: 'Grace',
  });
  const reply = await answerInvite(tokenOf(made.link), `${SECRET}-2`, WITHDRAWAL_CODE.replace('012', '013'));
  const runtime = resolveRuntime();
  const args = [
    ...runtime.args,
    runtime.appPath,
    '--data-dir',
    window.dataDir,
    `spidergate://invite-reply#${reply}`,
  ];
  // What the system does with a link: it starts the program once more.
  const second = spawn(runtime.executablePath, args, {
    stdio: 'ignore',
    env: { ...process.env, ...runtime.env },
  });
  await once(second, 'exit');
  await expect(page.getByLabel('Reply or withdrawal code')).toHaveValue(reply);
  expect((await readInvites()).find(({ id }) => id === made.id)?.state).toBe('open');
  await takePictures(page, 'invite-reply');
  await page.getByRole('button', { name: 'Add key', exact: true }).last().click();
  await expect.poll(async () => (await readInvites()).find(({ id }) => id === made.id)?.state).toBe('used');
});

test('a reply that is dropped anywhere on the window is known as one, and asks first', async () => {
  const { page } = window;
  const made = await window.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'by file',
    from: 'Grace',
  });
  const reply = await answerInvite(tokenOf(made.link), `${SECRET}-3`, WITHDRAWAL_CODE.replace('012', '014'));
  await dropFile(page, 'spidergate-reply.txt', `${reply}\n`);
  const dialog = page.getByRole('dialog', { name: 'Add a reply' });
  await expect(dialog).toContainText('A key for Fake Cloud, “by file”');
  expect((await readInvites()).find(({ id }) => id === made.id)?.state).toBe('open');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect.poll(async () => (await readInvites()).find(({ id }) => id === made.id)?.state).toBe('used');
});

test('revoking says what stops, and stops it', async () => {
  const { page } = window;
  const made = await window.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'never mind',
    from: 'Grace',
  });
  await page.getByRole('button', { name: 'Actions for the invite never mind' }).click();
  await page.getByRole('menuitem', { name: 'Revoke invite' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('stop working at once');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke invite' }).click();
  await expect(page.getByRole('region', { name: 'Invites' })).toContainText('Revoked');
  expect((await fetch(made.link ?? '')).status).toBe(404);
});
