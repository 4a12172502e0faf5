import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Invite } from '../../src/shared/domain/invite';
import type { ProviderKey } from '../../src/shared/domain/key';
import { readInviteToken } from '../../src/shared/invite/invite-token';
import { sealWithdrawal } from '../../src/shared/invite/sealed-withdrawal';
import { answerInvite, tokenOf, WITHDRAWAL_CODE } from '../support/invite-fixtures';
import { readExec } from '../support/read-exec';
import type { AppWindow } from './app-window';
import { openFakeCloud } from './fake-cloud';
import { takePictures } from './pictures';

const SECRET = 'fake-key-contributed-by-Ada-7733';

test.skip(process.platform !== 'linux', 'other systems keep who opens a link where no test may write');

let window: AppWindow;
test.beforeAll(async () => {
  window = await openFakeCloud();
});
test.afterAll(() => window.close());

const entry = () => path.join(window.home, 'share', 'applications', 'spidergate-links.desktop');
const readKeys = async () => (await window.control.call<{ data: ProviderKey[] }>('GET', '/keys')).data;

/** As a click on a link in a mail: by the desktop's own program where there is one, else by the line it would run. */
function openLink(link: string): void {
  const env = {
    ...process.env,
    XDG_CONFIG_HOME: path.join(window.home, 'config'),
    XDG_DATA_HOME: path.join(window.home, 'share'),
    // No desktop's own settings beside those of the test.
    XDG_CURRENT_DESKTOP: '',
  };
  const line = readExec(readFileSync(entry(), 'utf8')).map((word) => (word === '%u' ? link : word));
  const [command = '', ...args] = existsSync('/usr/bin/xdg-open') ? ['/usr/bin/xdg-open', link] : line;
  spawn(command, args, { stdio: 'ignore', env });
}

test('a link reaches the running app once Settings says so; it asks first; and the file goes again', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const links = page.getByRole('switch', { name: 'Open spidergate:// links' });
  await expect(links).not.toBeChecked();
  expect(existsSync(entry())).toBe(false);
  await links.click();
  await expect(links).toBeChecked();
  await expect(page.getByText(`Written to ${entry()}`)).toBeVisible();
  await takePictures(page, 'settings-links');

  const made = await window.control.call<Invite>('POST', '/invites', {
    provider_name: 'fake',
    label: 'from Ada',
    from: 'Grace',
  });
  const token = tokenOf(made.link);
  openLink(`spidergate://invite-reply#${await answerInvite(token, SECRET)}`);
  const dialog = page.getByRole('dialog', { name: 'Add a reply' });
  await expect(dialog).toContainText('A key for Fake Cloud, “from Ada”');
  expect(await readKeys()).toEqual([]);
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect.poll(async () => (await readKeys()).length).toBe(1);
  await expect(dialog).toBeHidden();

  const facts = readInviteToken(token);
  if (!facts) throw new Error('this is no invite');
  openLink(`spidergate://invite-reply#${await sealWithdrawal(facts, WITHDRAWAL_CODE)}`);
  await expect(dialog).toContainText('takes “from Ada” for Fake Cloud back');
  expect(await readKeys()).toHaveLength(1);
  await takePictures(page, 'invite-withdrawal');
  await dialog.getByRole('button', { name: 'Delete key' }).click();
  await expect.poll(async () => (await readKeys()).length).toBe(0);

  await links.click();
  await expect(links).not.toBeChecked();
  expect(existsSync(entry())).toBe(false);
  expect(existsSync(path.join(window.home, 'config', 'mimeapps.list'))).toBe(false);
});
